// Branching: a panel that asks what shall be otherwise, and both runs side by side.
//
// Each of the two ladders is the player's own, from the message on at which the runs
// part: it is stepped through by keys and by clicks, and its message stands below it.

const CHANGES = [
  ["lose", "lose this message"],
  ["delay", "delay this message"],
  ["header", "change a header of this message"],
  ["line", "change a line of the script"],
  ["setting", "change a setting"],
];
/** What is typed for each of them: the name it is sent by, its label, an example. */
const FIELDS = {
  lose: [],
  delay: [["seconds", "by seconds", "0.5"]],
  header: [
    ["name", "Name", "Max-Forwards"],
    ["value", "Value (none: taken away)", "0"],
  ],
  line: [
    ["line", "Line", "13"],
    ["text", "Text", 'Respond("486", "Busy Here");'],
  ],
  setting: [
    ["key", "Key", "links.delay"],
    ["value", "Value (TOML)", "0.1"],
  ],
};
const ABOUT_MESSAGES = new Set(["lose", "delay", "header"]);
const SLIM = 62; // pixels that a lane has at least, where two ladders share the width

/**
 * What the player's button opens: `open` at a step, `receive` for the kernel's answer.
 *
 * `ask(change)` says whether it went out; `refusal` is why there is nothing to ask.
 */
function branchPanel(ask, { refusal, settings }) {
  let open = null;
  return {
    refusal,
    open: (place) => {
      open = place;
      openPanel(place, settings, (change) => {
        place.tell("It is played once more …");
        if (!ask(change)) place.tell(GONE);
      });
    },
    receive: (answer) => {
      // Another view of the same player may have asked.
      if (open === null || open.view.branching.hidden) return;
      showBranch(open.view, answer);
      open.tell(answer.trouble ?? answer.said);
    },
  };
}

/** The panel for a change at the present step; it stays at that step. */
function openPanel({ page, state, view }, settings, ask) {
  const message = page.messages[state.message];
  const { at } = page.moments[state.at];
  const where = message ? `message ${message.n}` : `${at} s`;
  const changes = CHANGES.filter(
    ([what]) =>
      (message || !ABOUT_MESSAGES.has(what)) && (page.scripts.length || what !== "line"),
  );
  const fields = html("span", { class: "group" });
  const typed = new Map();
  const source = page.scripts[state.script];
  const shown = { line: String(state.cursor), text: textOf(source, state.cursor) };
  const offer = (kind) => {
    typed.clear();
    put(
      fields,
      ...FIELDS[kind].map(([name, label, example]) =>
        fieldFor(typed, view, { name, label, example, value: shown[name] }),
      ),
    );
    const number = typed.get("line");
    number?.addEventListener("input", () => {
      typed.get("text").value = textOf(source, Number(number.value));
    });
  };
  const [what, select] = choice("What if", changes, offer);
  const apply = (event) => {
    event.preventDefault();
    const values = [...typed].map(([name, input]) => [name, input.value]);
    const script = source?.path;
    ask({ what: select.value, n: message?.n, at, script, ...Object.fromEntries(values) });
  };
  const form = html(
    "form",
    { class: "bar branching", "aria-label": `Branch at ${where}`, onsubmit: apply },
    html("strong", {}, `Branch at ${where}`),
    what,
    fields,
    html("button", { type: "submit" }, "Apply"),
    html("button", { type: "button", onclick: () => closeBranch(view) }, "Cancel"),
    html(
      "datalist",
      { id: `${view.id}-settings` },
      ...settings.map((key) => html("option", { value: key })),
    ),
  );
  offer(select.value);
  form.addEventListener("keydown", (event) => closeOnEscape(view, event));
  put(view.branching, form);
  view.branching.hidden = false;
  view.branch.setAttribute("aria-expanded", "true");
  select.focus();
}

function textOf(script, line) {
  return script?.lines[line - 1]?.trim() ?? "";
}

function fieldFor(typed, view, { name, label, example, value }) {
  const input = html("input", {
    type: "text",
    class: `f-${name}`,
    placeholder: example,
    autocomplete: "off",
    spellcheck: "false",
    list: name === "key" && `${view.id}-settings`,
  });
  input.value = value ?? "";
  typed.set(name, input);
  return html("label", {}, html("span", {}, label), input);
}

/** The two ladders, or what went wrong, below the player; the focus goes there. */
function showBranch(view, answer) {
  closeLadders(view);
  const close = () => closeBranch(view);
  const ladders = answer.pages ? bothLadders(answer) : [];
  const result = html(
    "section",
    { class: "branched", tabindex: -1, "aria-label": "What if" },
    html(
      "header",
      {},
      html(
        "div",
        {},
        answer.trouble
          ? html("p", { class: "trouble" }, answer.trouble)
          : [
              html("p", { class: "of" }, answer.change),
              html("p", {}, html("b", {}, answer.said)),
            ],
      ),
      html("button", { type: "button", onclick: close }, "Close"),
    ),
    ladders.length > 0 &&
      html("div", { class: "ladders" }, ...ladders.map((one) => one.root)),
  );
  result.addEventListener("keydown", (event) => closeOnEscape(view, event));
  put(view.branched, result);
  view.branched.hidden = false;
  view.ladders = ladders.map((one) => one.start());
  result.focus({ preventScroll: true });
  result.scrollIntoView({ block: "start" });
}

/** Keys in there are the browser's own: arrows move the text cursor and the picture. */
function closeOnEscape(view, event) {
  event.stopPropagation();
  if (event.key === "Escape") closeBranch(view);
}

function closeLadders(view) {
  for (const close of view.ladders ?? []) close();
  view.ladders = [];
}

function closeBranch(view) {
  closeLadders(view);
  for (const part of [view.branching, view.branched]) {
    put(part);
    part.hidden = true;
  }
  view.branch.setAttribute("aria-expanded", "false");
  view.branch.focus();
}

// --- Two ladders --------------------------------------------------------------------------

/** From the first message on that is not the same in both; see `branching.py`. */
function bothLadders({ pages, part }) {
  const moment = firstUnlike(...pages.map((page) => page.moments));
  const since = { message: part - 1, moment };
  const busy = new Set(pages.flatMap((page) => [...busyNames(page, since)]));
  return ["As it was", "With the change"].map((name, number) =>
    smallLadder(onlyLanes(pages[number], busy), since, name),
  );
}

function firstUnlike(some, others) {
  const unlike = some.findIndex(
    (moment, n) => JSON.stringify(moment) !== JSON.stringify(others[n]),
  );
  return unlike < 0 ? some.length : unlike;
}

function busyNames(page, since) {
  const names = page.messages
    .slice(since.message)
    .flatMap(({ from, to }) => [page.lanes[from].name, page.lanes[to].name]);
  const moments = page.moments
    .slice(since.moment)
    .filter(({ lane }) => lane !== undefined)
    .map(({ lane }) => page.lanes[lane].name);
  return new Set([...names, ...moments]);
}

/** The page with the lanes of these names alone. */
function onlyLanes(page, names) {
  const lanes = page.lanes.filter((lane) => names.has(lane.name));
  const place = page.lanes.map((lane) => lanes.indexOf(lane));
  const moved = (what) =>
    what.lane === undefined ? what : { ...what, lane: place[what.lane] };
  return {
    ...page,
    lanes,
    runs: page.runs.map(moved),
    moments: page.moments.map(moved),
    messages: page.messages.map((one) => ({
      ...one,
      from: place[one.from],
      to: place[one.to],
    })),
    states: page.states
      .map(([at, lane, ...rest]) => [at, place[lane], ...rest])
      .filter(([, lane]) => lane >= 0),
  };
}

/** One of the two: heads, lines, the present step in words, and its message. */
function smallLadder(data, since, name) {
  const page = indexed(data);
  const id = `mspl-${Math.random().toString(36).slice(2)}`;
  const view = { id, shownMessage: null, digits: digitsFor(page.times) };
  view.heads = html("div", { class: "heads" });
  view.canvas = svg("svg", { role: "img", "aria-label": `Ladder: ${name}` });
  view.sheet = html("div", { class: "sheet" }, view.canvas);
  view.scroller = html(
    "div",
    { class: "scroller", tabindex: 0, role: "group", "aria-label": `Ladder: ${name}` },
    view.heads,
    view.sheet,
  );
  view.say = html("p", { class: "say", role: "status", "aria-live": "polite" });
  view.message = html("div", {
    class: "body",
    tabindex: 0,
    role: "group",
    "aria-label": `Message: ${name}`,
  });
  const root = pane("half", name, "", view.scroller, view.say, view.message);
  view.root = root;
  view.width = widthsIn(root);
  let state = {
    since,
    narrowest: SLIM,
    at: 0,
    sub: 0,
    grain: "message",
    call: null,
    element: null,
    method: null,
    marked: new Set(page.messages[since.message] ? [since.message] : []),
    message: null,
  };

  function update(change, notice) {
    if (change) state = { ...state, ...change };
    state.message = page.moments[state.at].message ?? page.lastMessage[state.at];
    view.layout = laidOut(page, state, view.scroller.clientWidth);
    view.sheet.style.height = `${view.layout.height}px`;
    view.sheet.style.width = `${view.layout.width}px`;
    follow(page, state, view);
    renderLadder(page, state, view);
    renderHeads(page, state, view);
    renderMessage(page, state, view);
    view.say.textContent = notice ?? page.moments[state.at].say;
  }

  const keys = {
    ArrowRight: () => update(stepped(page, state, 1)),
    ArrowLeft: () => update(stepped(page, state, -1)),
    Home: () => update(outermost(page, state, -1)),
    End: () => update(outermost(page, state, 1)),
  };
  view.scroller.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  view.scroller.addEventListener("scroll", () => {
    if (view.scroller.scrollTop !== view.drawn)
      requestAnimationFrame(() => renderLadder(page, state, view));
  });
  view.canvas.addEventListener("click", (event) => {
    const box = view.sheet.getBoundingClientRect();
    const at = momentAt(page, view, event.clientX - box.left, event.clientY - box.top);
    update({ at });
  });
  return {
    root,
    /** Once it stands in the page; returns what ends it. */
    start: () => {
      state.at = outermost(page, state, -1)?.at ?? page.moments.length - 1;
      const observer = new ResizeObserver(() => update(null));
      observer.observe(view.scroller);
      return () => observer.disconnect();
    },
  };
}
