// Editor: a manifest as one types it, with what the kernel says of it under the letters.
//
// A textarea lies over a painted copy of its text, both in the same type, so that the
// browser does what browsers do well: carets, selections, input methods, screen
// readers. Every pause sends the text with a number; an answer to an older number is
// not shown. Nothing is fetched, and there is nothing global.

const PAUSE = 250;
const TOGETHER = 900;
const MOST_OFFERED = 60;
const INDENT = "    ";
const GONE = "The kernel is gone: nothing is checked, run or saved any more.";
const KEPT = "Run the cell again to go on with this text.";
const NOT_KEPT = "Copy what you have just typed, then run the cell again.";
const BUSY = "no answer yet: the kernel is busy, or it is gone";
const OURS = { "data-lm-suppress-shortcuts": "true" };

const KEYWORDS = new Set(
  ("if else while foreach in switch case default break continue return true false null " +
    "and or not").split(" "),
);
const CLASS_OF = {
  function: "builtin",
  variable: "variable",
  "list of constants": "constant",
  constant: "constant",
  class: "constant",
  keyword: "keyword",
};
const SCRIPT =
  /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>"(?:\\.|[^"\\\n])*"?)|(?<number>\b\d+(?:\.\d+)?\b)|(?<name>[A-Za-z_]\w*)/g;
const MARKUP =
  /(?<comment><!--[\s\S]*?(?:-->|$))|(?<string>"[^"<]*"|'[^'<]*')|(?<tag><[/?]?[\w:.-]+|[/?]?>|<!\[CDATA\[|\]\]>)/g;

// --- Elements ----------------------------------------------------------------------

function html(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== undefined && value !== null && value !== false)
      node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child || child === 0));
  return node;
}

// --- Texts -------------------------------------------------------------------------

/** Where the script begins and ends within a manifest; all of it where there is none. */
function scriptOf(text) {
  if (!text.trimStart().startsWith("<")) return [0, text.length];
  const opened = /<(?:\w+:)?splScript\b[^>]*>\s*(?:<!\[CDATA\[)?/.exec(text);
  if (!opened) return [text.length, text.length];
  const start = opened.index + opened[0].length;
  const closed = /\]\]>|<\/(?:\w+:)?splScript/.exec(text.slice(start));
  return [start, closed ? start + closed.index : text.length];
}

/** [start, end, class] of every piece that has a colour, in order. */
function pieces(text, words) {
  const [start, end] = scriptOf(text);
  const found = [];
  const take = (pattern, from, to) => {
    for (const match of text.slice(from, to).matchAll(pattern)) {
      const kind = Object.keys(match.groups).find((name) => match.groups[name]);
      const what = words[match[0]]?.[0];
      const known = KEYWORDS.has(match[0]) ? "keyword" : CLASS_OF[what];
      const name = kind === "name" ? known : kind;
      const at = from + match.index;
      if (name) found.push([at, at + match[0].length, name]);
    }
  };
  take(MARKUP, 0, start);
  take(SCRIPT, start, end);
  take(MARKUP, end, text.length);
  return found;
}

function lineStarts(text) {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1))
    starts.push(at + 1);
  return starts;
}

const MOST_COMPARED = 1_000_000; // pairs of lines

/** For each line of `one`, from 1, where it stands in `other`; 0: it is not there. */
function linesNow(one, other) {
  const [a, b] = [one.split("\n"), other.split("\n")];
  const now = new Array(a.length + 1).fill(0);
  let head = 0;
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail))
    tail++;
  for (let n = 0; n < head; n++) now[n + 1] = n + 1;
  for (let n = 0; n < tail; n++) now[a.length - n] = b.length - n;
  const [some, others] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  if (some.length * others.length <= MOST_COMPARED)
    for (const [from, to] of longestCommon(some, others))
      now[head + from + 1] = head + to + 1;
  return now;
}

/** [place in `a`, place in `b`] of as many equal lines as keep their order. */
function longestCommon(a, b) {
  const wide = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * wide + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * wide + j + 1] + 1
          : Math.max(lengths[(i + 1) * wide + j], lengths[i * wide + j + 1]);
  const pairs = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (lengths[(i + 1) * wide + j] >= lengths[i * wide + j + 1]) i++;
    else j++;
  }
  return pairs;
}

/** The name around a place, with the name and the point before it. */
function nameAt(text, at) {
  const before = /(?:[A-Za-z_]\w*\s*\.\s*)?[A-Za-z_]?\w*$/.exec(text.slice(0, at))[0];
  const after = /^\w*/.exec(text.slice(at))[0];
  return { before: before.replace(/\s/g, ""), after };
}

// --- The editor --------------------------------------------------------------------

function render({ model, el }) {
  const words = model.get("words");
  const own = `mspl-editor-${Math.random().toString(36).slice(2, 8)}`;
  const state = {
    number: model.get("answer").number ?? 0,
    sent: model.get("text"),
    answered: model.get("text"),
    past: [],
    future: [],
    typedAt: 0,
    timer: 0,
    offered: [],
    chosen: 0,
    asked: 0,
    trouble: "",
  };
  const line = lineTo(model, {
    ended: () => {
      const isKept = model.get("answer").saved && area.value === state.answered;
      state.trouble = `${GONE} ${isKept ? KEPT : NOT_KEPT}`;
      area.readOnly = true;
      root.classList.add("gone");
      tell();
    },
    silent: () => {
      state.trouble = BUSY;
      tell();
    },
  });

  const area = html("textarea", {
    ...OURS,
    class: "area",
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    wrap: "off",
    "aria-label": `Manifest ${model.get("name")}`,
    "aria-describedby": `${own}-state ${own}-keys`,
    "aria-autocomplete": "list",
    "aria-controls": `${own}-list`,
  });
  const paint = html("pre", { class: "paint", "aria-hidden": "true" });
  const gutter = html("div", { class: "gutter", "aria-hidden": "true" });
  const list = html("ul", {
    class: "offers",
    id: `${own}-list`,
    role: "listbox",
    "aria-label": "Names",
    hidden: true,
  });
  const tip = html("div", { class: "tip", role: "tooltip", hidden: true });
  const sheet = html("div", { class: "sheet" }, paint, area, list);
  const scroll = html("div", { class: "scroll" }, gutter, sheet);
  const status = html("p", { class: "state", id: `${own}-state`, role: "status" });
  const found = html("ul", { class: "found", "aria-label": "Findings" });
  const choice = html("p", { class: "choice", hidden: true });
  const pane = html("pre", {
    ...OURS,
    class: "pane",
    tabindex: "0",
    role: "region",
    hidden: true,
  });
  const button = (name, does, more) =>
    html("button", { ...OURS, type: "button", onclick: does, ...more }, name);
  const undo = button("Undo", () => goBack(state.past, state.future));
  const redo = button("Redo", () => goBack(state.future, state.past));
  const diff = button("Difference", () => togglePane("diff"), { "aria-pressed": "false" });
  const bar = html(
    "div",
    { class: "bar", role: "toolbar", "aria-label": "Script" },
    html("strong", {}, model.get("name")),
    button("Run", () => ask("run"), { class: "run", title: "Ctrl-Enter" }),
    undo,
    redo,
    button("Format", () => ask("format")),
    button("Repair", () => ask("repair")),
    diff,
  );
  const keys = html(
    "p",
    { class: "keys", id: `${own}-keys` },
    "Ctrl-Enter runs, Ctrl-Space completes, F1 explains the name at the caret, " +
      "Ctrl-] and Ctrl-[ move lines, Tab leaves the editor.",
  );
  const root = html(
    "section",
    { class: "mspl mspl-editor", "aria-label": `Editor of ${model.get("name")}` },
    bar,
    scroll,
    choice,
    status,
    found,
    pane,
    keys,
    tip,
  );
  el.replaceChildren(root);

  // --- What is shown

  function repaint() {
    const text = area.value;
    const starts = lineStarts(text);
    const now = linesNow(state.answered, text);
    const answer = model.get("answer");
    const marks = [];
    for (const finding of answer.findings ?? []) {
      const [first, last] = [now[finding.line], now[finding.endLine]];
      if (!first || !last) continue;
      const from = starts[first - 1] + finding.column - 1;
      const to = Math.max(from + 1, starts[last - 1] + finding.endColumn - 1);
      marks.push({ from, to: Math.min(to, text.length), finding, line: first });
    }
    state.marks = marks;
    paintText(text, marks);
    paintGutter(text, starts, marks, now);
  }

  function paintText(text, marks) {
    const tokens = pieces(text, words);
    const edges = new Set([0, text.length]);
    for (const [from, to] of tokens) edges.add(from).add(to);
    for (const { from, to } of marks) edges.add(from).add(to);
    const places = [...edges].filter((at) => at <= text.length).sort((a, b) => a - b);
    const nodes = [];
    let token = 0;
    for (let n = 0; n + 1 < places.length; n++) {
      const [from, to] = [places[n], places[n + 1]];
      while (token < tokens.length && tokens[token][1] <= from) token++;
      const inside = token < tokens.length && tokens[token][0] <= from;
      const names = inside ? [`t-${tokens[token][2]}`] : [];
      const here = marks.filter((mark) => mark.from <= from && mark.to >= to);
      for (const mark of here) names.push("mark", mark.finding.severity);
      const piece = text.slice(from, to);
      if (!names.length) nodes.push(document.createTextNode(piece));
      else nodes.push(html("span", { class: names.join(" ") }, piece));
    }
    paint.replaceChildren(...nodes, "\n");
  }

  function paintGutter(text, starts, marks, now) {
    const since = linesNow(model.get("ran"), text);
    const times = new Map();
    for (const [line, count] of Object.entries(model.get("counts")))
      if (since[line]) times.set(since[line], count);
    const changed = new Set((model.get("answer").changed ?? []).map((line) => now[line]));
    const answered = new Set(now);
    for (let line = 1; line <= starts.length; line++)
      if (!answered.has(line)) changed.add(line);
    const wrong = new Map(marks.map((mark) => [mark.line, mark.finding.severity]));
    gutter.replaceChildren(
      ...starts.map((_, index) => {
        const line = index + 1;
        const count = times.get(line);
        const names = ["row", wrong.get(line), changed.has(line) && "changed"];
        const ran = count === undefined ? "" : count ? `${count}×` : "✗";
        return html(
          "div",
          { class: names.filter(Boolean).join(" ") },
          html("span", { class: count === 0 ? "ran never" : "ran" }, ran),
          html("span", { class: "no" }, String(line)),
        );
      }),
    );
  }

  function tell() {
    const answer = model.get("answer");
    const findings = answer.findings ?? [];
    const isOld = area.value !== state.answered;
    const counted = ["error", "warning", "info"]
      .map((kind) => [kind, findings.filter((one) => one.severity === kind).length])
      .filter(([, count]) => count)
      .map(([kind, n]) => (kind === "info" ? plural(n, "remark") : plural(n, kind)));
    const kept = answer.saved ? `saved in ${answer.file}` : "not saved";
    const said = state.trouble || model.get("said");
    const checked = isOld ? "checking …" : counted.join(", ") || "nothing to say";
    const text = [checked, isOld ? "" : kept].filter(Boolean).join(" · ");
    const whole = said ? `${text} · ${said}` : text;
    if (status.textContent !== whole) status.textContent = whole;
    area.setAttribute("aria-invalid", String(!isOld && answer.errors > 0));
    found.replaceChildren(
      ...findings.map((one) =>
        html(
          "li",
          { class: one.severity },
          button(
            [
              html("b", {}, `${one.severity} ${one.code}, line ${one.line}: `),
              one.message,
              one.hint ? html("i", {}, ` ${one.hint}`) : "",
            ],
            () => goTo(one),
          ),
        ),
      ),
    );
    choice.hidden = !answer.conflict;
    choice.replaceChildren(
      button("Keep mine", () => ask("keep")),
      button("Take theirs", () => ask("take")),
    );
    undo.disabled = !state.past.length;
    redo.disabled = !state.future.length;
    if (pane.dataset.of === "diff") showDifference();
  }

  function plural(count, what) {
    return `${count} ${what}${count === 1 ? "" : "s"}`;
  }

  function goTo(finding) {
    const starts = lineStarts(area.value);
    const at = starts[Math.min(finding.line, starts.length) - 1] + finding.column - 1;
    area.focus();
    area.setSelectionRange(at, at);
    const row = gutter.children[finding.line - 1];
    row?.scrollIntoView({ block: "nearest" });
  }

  // --- What changes the text

  function remember(before, { alone = false } = {}) {
    const now = Date.now();
    if (alone || now - state.typedAt > TOGETHER || !state.past.length)
      state.past.push(before);
    state.typedAt = alone ? 0 : now;
    state.future.length = 0;
  }

  function goBack(from, to) {
    if (!from.length) return;
    const { text, at } = from.pop();
    to.push({ text: area.value, at: area.selectionStart });
    state.typedAt = 0;
    put(text, at);
    area.focus();
  }

  function put(text, at) {
    area.value = text;
    if (at !== undefined) area.setSelectionRange(at, at);
    state.last = { text, at: area.selectionStart };
    schedule();
  }

  function replace(from, to, text, { alone = true } = {}) {
    remember({ text: area.value, at: area.selectionStart }, { alone });
    const value = area.value;
    put(value.slice(0, from) + text + value.slice(to), from + text.length);
  }

  function schedule() {
    repaint();
    tell();
    clearTimeout(state.timer);
    state.timer = setTimeout(send, PAUSE);
  }

  function send() {
    clearTimeout(state.timer);
    if (area.value === state.sent) return;
    state.number += 1;
    state.sent = area.value;
    model.set("draft", { number: state.number, text: state.sent });
    line.hand();
  }

  function ask(what) {
    closeOffers();
    clearTimeout(state.timer);
    state.number += 1;
    state.sent = area.value;
    state.asked = state.number;
    line.ask({ do: what, number: state.number, text: state.sent });
  }

  function indent(by) {
    const { value, selectionStart: from, selectionEnd: to } = area;
    const first = value.lastIndexOf("\n", from - 1) + 1;
    const lines = value.slice(first, to).split("\n");
    const moved = lines.map((line) =>
      by > 0 ? INDENT + line : line.replace(/^(?: {1,4}|\t)/, ""),
    );
    remember({ text: value, at: from }, { alone: true });
    const text = moved.join("\n");
    put(value.slice(0, first) + text + value.slice(to));
    const gone = moved[0].length - lines[0].length;
    area.setSelectionRange(Math.max(first, from + gone), first + text.length);
  }

  function newLine() {
    const { value, selectionStart: from, selectionEnd: to } = area;
    const line = value.slice(value.lastIndexOf("\n", from - 1) + 1, from);
    const deeper = /\{\s*$/.test(line) ? INDENT : "";
    replace(from, to, `\n${/^[ \t]*/.exec(line)[0]}${deeper}`, { alone: false });
  }

  // --- Names offered

  function offer(always) {
    const { value, selectionStart: at } = area;
    const { before } = nameAt(value, at);
    const [start, end] = scriptOf(value);
    const inScript = at >= start && at <= end;
    const wanted = before.toLowerCase();
    const point = before.includes(".");
    if (!inScript || (!always && !point && before.length < 2)) return closeOffers();
    const names = Object.keys(words).filter((name) => {
      if (!/^[A-Za-z]/.test(name) || name.includes(".") !== point) return false;
      return name.toLowerCase().startsWith(wanted);
    });
    state.offered = names.sort().slice(0, MOST_OFFERED);
    const isDone = state.offered.length === 1 && state.offered[0] === before;
    if (!state.offered.length || isDone) return closeOffers();
    state.chosen = 0;
    state.offeredAt = at;
    list.replaceChildren(
      ...state.offered.map((name, n) =>
        html(
          "li",
          {
            id: `${own}-${n}`,
            role: "option",
            onmousedown: (event) => {
              event.preventDefault();
              state.chosen = n;
              accept();
            },
          },
          html("b", {}, name),
          html("span", {}, words[name][0]),
        ),
      ),
    );
    list.hidden = false;
    const place = rectAt(at - before.length);
    const frame = sheet.getBoundingClientRect();
    list.style.left = `${place.left - frame.left}px`;
    list.style.top = `${place.bottom - frame.top + 2}px`;
    choose(0);
  }

  function choose(by) {
    const count = state.offered.length;
    state.chosen = (state.chosen + by + count) % count;
    [...list.children].forEach((item, n) =>
      item.setAttribute("aria-selected", String(n === state.chosen)),
    );
    area.setAttribute("aria-activedescendant", `${own}-${state.chosen}`);
    list.children[state.chosen].scrollIntoView({ block: "nearest" });
  }

  function accept() {
    const name = state.offered[state.chosen];
    const at = area.selectionStart;
    const { before, after } = nameAt(area.value, at);
    const typed = /\w*$/.exec(before)[0];
    const rest = before.includes(".") ? name.slice(name.indexOf(".") + 1) : name;
    closeOffers();
    replace(at - typed.length, at + after.length, rest);
    area.focus();
  }

  function closeOffers() {
    list.hidden = true;
    state.offered = [];
    area.removeAttribute("aria-activedescendant");
  }

  /** Where the character at a place is painted. */
  function rectAt(at) {
    const walker = document.createTreeWalker(paint, NodeFilter.SHOW_TEXT);
    let left = at;
    let node = walker.nextNode();
    while (node && left > node.data.length) {
      left -= node.data.length;
      node = walker.nextNode();
    }
    const range = document.createRange();
    range.setStart(node ?? paint, node ? left : 0);
    range.collapse(true);
    return range.getBoundingClientRect();
  }

  // --- Names and findings explained

  function hover(event) {
    const node = document
      .elementsFromPoint(event.clientX, event.clientY)
      .find((one) => one.parentElement === paint);
    if (!node) return void (tip.hidden = true);
    const at = offsetOf(node);
    const about = state.marks.filter((mark) => mark.from <= at && mark.to > at);
    const { before, after } = nameAt(area.value, at + 1);
    const word = words[before + after] ?? words[node.textContent];
    const lines = about.map(({ finding }) =>
      html("p", { class: finding.severity }, html("b", {}, finding.code), " ", finding.message),
    );
    if (word) lines.push(html("code", {}, word[1]), html("p", {}, word[2]));
    if (!lines.length) return void (tip.hidden = true);
    tip.replaceChildren(...lines);
    tip.hidden = false;
    const frame = root.getBoundingClientRect();
    const place = node.getBoundingClientRect();
    const left = Math.min(place.left - frame.left, frame.width - tip.offsetWidth - 8);
    tip.style.left = `${Math.max(4, left)}px`;
    tip.style.top = `${place.bottom - frame.top + 4}px`;
  }

  function offsetOf(node) {
    let at = 0;
    for (let one = paint.firstChild; one && one !== node; one = one.nextSibling)
      at += one.textContent.length;
    return at;
  }

  function explain() {
    const { before, after } = nameAt(area.value, area.selectionStart);
    const whole = before + after;
    const word = words[whole] ? whole : whole.slice(whole.lastIndexOf(".") + 1);
    if (word) line.ask({ do: "explain", word });
  }

  function togglePane(what) {
    const close = !pane.hidden && pane.dataset.of === what;
    pane.hidden = close;
    pane.dataset.of = close ? "" : what;
    diff.setAttribute("aria-pressed", String(!close && what === "diff"));
    if (!close && what === "diff") showDifference();
  }

  function showDifference() {
    const text = model.get("answer").difference;
    pane.setAttribute("aria-label", "Difference from the text you started from");
    pane.replaceChildren(
      ...(text || "No difference.").split("\n").map((line) => {
        const kind = { "+": "added", "-": "removed", "@": "place" }[line[0]] ?? "";
        return html("span", { class: kind }, `${line}\n`);
      }),
    );
  }

  function showPage({ explain: word, page }) {
    pane.hidden = false;
    pane.dataset.of = "page";
    diff.setAttribute("aria-pressed", "false");
    pane.setAttribute("aria-label", `About ${word}`);
    pane.textContent = page || `The language has no ${word}.`;
    pane.scrollTop = 0;
  }

  // --- Events

  const CONTROLLED = {
    Enter: () => ask("run"),
    " ": () => offer(true),
    "]": () => indent(1),
    "[": () => indent(-1),
    y: () => goBack(state.future, state.past),
  };
  const IN_LIST = {
    ArrowDown: () => choose(1),
    ArrowUp: () => choose(-1),
    Enter: accept,
    Tab: accept,
    Escape: closeOffers,
  };

  area.addEventListener("keydown", (event) => {
    const { key, shiftKey } = event;
    const control = event.ctrlKey || event.metaKey;
    if (state.offeredAt !== area.selectionStart) closeOffers();
    let does = null;
    if (control && key.toLowerCase() === "z")
      does = shiftKey
        ? () => goBack(state.future, state.past)
        : () => goBack(state.past, state.future);
    else if (control) does = CONTROLLED[key];
    else if (!list.hidden && IN_LIST[key]) does = IN_LIST[key];
    else if (key === "Enter" && !event.isComposing) does = newLine;
    else if (key === "F1") does = explain;
    else if (key === "Escape" && !pane.hidden) does = () => togglePane(pane.dataset.of);
    event.stopPropagation();
    if (!does) return;
    event.preventDefault();
    does();
  });
  area.addEventListener("input", () => {
    remember(state.last);
    state.last = { text: area.value, at: area.selectionStart };
    schedule();
    offer(false);
  });
  area.addEventListener("blur", () => {
    closeOffers();
    send();
  });
  area.addEventListener("pointerdown", closeOffers);
  area.addEventListener("mousemove", hover);
  area.addEventListener("mouseleave", () => (tip.hidden = true));
  for (const button of bar.querySelectorAll("button"))
    button.addEventListener("keydown", (event) => event.stopPropagation());

  const heard = () => {
    line.answered();
    if (state.trouble === BUSY) state.trouble = "";
  };

  model.on("change:answer", () => {
    heard();
    const answer = model.get("answer");
    if (answer.number < state.number) return; // about a text that is not here any more
    state.number = answer.number;
    state.answered = state.sent;
    repaint();
    tell();
  });
  model.on("change:text", () => {
    const text = model.get("text");
    if (text === area.value || text === state.sent) return; // typed here
    remember({ text: area.value, at: area.selectionStart }, { alone: true });
    state.sent = state.answered = text;
    put(text, Math.min(area.selectionStart, text.length));
  });
  model.on("change:said", () => {
    heard();
    tell();
  });
  model.on("change:counts change:ran", repaint);
  model.on("msg:custom", (content) => {
    heard();
    if (content.explain !== undefined) return showPage(content);
    if (content.text === undefined || content.number < state.asked) return;
    if (content.text === area.value || area.value !== state.sent) return;
    remember({ text: area.value, at: area.selectionStart }, { alone: true });
    put(content.text, Math.min(area.selectionStart, content.text.length));
    send();
  });

  area.value = model.get("text");
  state.last = { text: area.value, at: 0 };
  repaint();
  tell();
  return () => {
    send();
    line.close();
    clearTimeout(state.timer);
  };
}

export default { render };
