// Player: a trace stepped through, forwards and backwards.
//
// `show` builds it into an element from a page (page.py says what that holds). There is
// one state, one function that changes it, and one render function for each pane; what
// a pane shows follows from the page and the state alone, so that going back is the
// same as going forward. Nothing is fetched, and there is nothing global.
//
// A page of its own needs no more than this file; in a notebook those of `notebook/`
// are joined to it: the line to the kernel, and branching.

// --- Numbers -----------------------------------------------------------------------

/** How many of `items`, which ascend, are not greater than `value`. */
function rankOf(items, value, key = (item) => item) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(items[middle]) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

// --- Elements ----------------------------------------------------------------------

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== undefined && value !== null && value !== false)
      node.setAttribute(name, value);
  }
  node.append(...children.flat().filter(isThere));
  return node;
}

/** What is not wanted may be written as null, "" or false among children. */
function isThere(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}

function put(node, ...children) {
  node.replaceChildren(...children.flat().filter(isThere));
}

// JupyterLab takes single keys as its own, and cuts or inserts cells, unless the very
// element that has the focus says that it must not.
const OURS = { "data-lm-suppress-shortcuts": "true" };
const FOCUSABLE = new Set(["button", "select", "input", "dialog"]);

function html(tag, attributes, ...children) {
  const node = fill(document.createElement(tag), attributes, children);
  return FOCUSABLE.has(tag) || node.hasAttribute("tabindex")
    ? fill(node, OURS, [])
    : node;
}

function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Widths of texts as this browser sets them, each measured once. */
function measurer() {
  const pen = document.createElement("canvas").getContext("2d");
  const known = new Map();
  return (text, bold, family) => {
    const key = (bold ? "b" : "r") + text;
    let width = known.get(key);
    if (width === undefined) {
      pen.font = `${bold ? "700" : "400"} 12.5px ${family}`;
      width = pen.measureText(text).width;
      known.set(key, width);
    }
    return width;
  };
}

function elided(text, room, width) {
  if (width(text) <= room) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (width(text.slice(0, middle) + "…") <= room) low = middle;
    else high = middle - 1;
  }
  return low > 0 ? text.slice(0, low).trimEnd() + "…" : "";
}

// --- What a page tells -------------------------------------------------------------

/** A page with what has to be found again and again. */
function indexed(page) {
  const sentAt = new Array(page.messages.length).fill(-1);
  const endAt = new Array(page.messages.length).fill(Infinity);
  const lastMessage = [];
  const causedBy = new Map();
  let last = null;
  page.moments.forEach((moment, number) => {
    if (moment.kind === "sent") sentAt[moment.message] = number;
    if (moment.kind === "received" || moment.kind === "lost")
      endAt[moment.message] = number;
    if (moment.message !== undefined) last = moment.message;
    lastMessage.push(last);
  });
  page.messages.forEach((message, number) => {
    if (message.run === undefined || message.line === undefined) return;
    const key = lineKey(page.runs[message.run].script, message.line);
    if (!causedBy.has(key)) causedBy.set(key, []);
    causedBy.get(key).push(number);
  });
  const times = [...new Set(page.moments.map((moment) => moment.at))];
  return { ...page, sentAt, endAt, lastMessage, causedBy, times, diffs: new Map() };
}

function lineKey(script, line) {
  return `${script}:${line}`;
}

function nameOf(line) {
  const colon = line.indexOf(":");
  return colon < 0 ? line : line.slice(0, colon).trim();
}

function valueOf(line) {
  return line.slice(line.indexOf(":") + 1).trim();
}

/** What a message has otherwise than the one it was made from; null for a new one. */
function difference(page, number) {
  if (page.diffs.has(number)) return page.diffs.get(number);
  const message = page.messages[number];
  const base = page.messages[message.base];
  let found = null;
  if (base !== undefined) {
    const before = new Set(base.lines ?? []);
    const after = new Set(message.lines ?? []);
    const gone = (base.lines ?? []).filter((line) => !after.has(line));
    const come = (message.lines ?? []).filter((line) => !before.has(line));
    const names = new Set([...gone, ...come].map((line) => nameOf(page.lines[line])));
    if (base.start !== message.start) names.add("Request-URI");
    found = { base, gone, come: new Set(come), names };
  }
  page.diffs.set(number, found);
  return found;
}

/** The run that moment `at` is, or that decided the message it sends; else null. */
function runAt(page, at) {
  const moment = page.moments[at];
  if (moment.kind === "run") return moment.run;
  if (moment.kind !== "sent") return null;
  return page.messages[moment.message].run ?? null;
}

/** The steps of a run: the statements that were recorded, or else the lines. */
function stepsOf(run) {
  return run.steps ?? (run.lines ?? []).map((line) => ({ line }));
}

/** {lane: [[what, state], …]} of what is alive once moment `at` is over. */
function statesAt(page, at) {
  const alive = new Map();
  for (const [moment, lane, key, what, after] of page.states) {
    if (moment > at) break;
    if (after === "") alive.delete(key);
    else alive.set(key, [lane, what, after]);
  }
  const lanes = page.lanes.map(() => []);
  for (const [lane, what, after] of alive.values()) lanes[lane].push([what, after]);
  return lanes;
}

// --- Which moments there are to step on, and the ways between them -------------------

const GRAINS = [
  ["message", "Message"],
  ["statement", "Statement"],
  ["moment", "Everything"],
];
const STOPS = {
  message: new Set(["sent", "lost", "dropped", "ended"]),
  statement: new Set(["sent", "lost", "dropped", "ended", "run"]),
};

const WIRED = new Set(["sent", "received", "lost"]);

function isWanted(page, state, number) {
  const moment = page.moments[number];
  const message = page.messages[moment.message];
  if (state.since && !isSince(state.since, number, moment)) return false;
  if (moment.kind === "ended") return true;
  if (state.call !== null && (message?.call ?? moment.call) !== state.call)
    return false;
  if (state.method !== null && message?.method !== state.method) return false;
  if (state.element === null) return true;
  return (
    moment.lane === state.element ||
    message?.from === state.element ||
    message?.to === state.element
  );
}

/** Is it part of what follows from a message and a moment on? */
function isSince(since, number, moment) {
  return WIRED.has(moment.kind)
    ? moment.message >= since.message
    : number >= since.moment;
}

function isShown(page, state, number) {
  if (page.moments[number].kind === "timer" && state.grain !== "moment") return false;
  return isWanted(page, state, number);
}

function isStop(page, state, number) {
  const stops = STOPS[state.grain];
  return (
    (stops === undefined || stops.has(page.moments[number].kind)) &&
    isWanted(page, state, number)
  );
}

/** The first moment from `at` on, in one direction, that `accept` takes; or null. */
function seek(page, at, direction, accept) {
  for (let n = at; n >= 0 && n < page.moments.length; n += direction)
    if (accept(n)) return n;
  return null;
}

/** How many statements of the run at `at` there are to step on in this grain. */
function subSteps(page, state, at) {
  const moment = page.moments[at];
  if (state.grain !== "statement" || moment.kind !== "run") return 0;
  return stepsOf(page.runs[moment.run]).length;
}

function stepped(page, state, direction) {
  const sub = state.sub + direction;
  if (sub >= 0 && sub < subSteps(page, state, state.at)) return { sub };
  const at = seek(page, state.at + direction, direction, (n) => isStop(page, state, n));
  if (at === null) return null;
  return { at, sub: direction > 0 ? 0 : Math.max(0, subSteps(page, state, at) - 1) };
}

function outermost(page, state, direction) {
  const from = direction > 0 ? page.moments.length - 1 : 0;
  const at = seek(page, from, -direction, (n) => isStop(page, state, n));
  return at === null ? null : { at, sub: 0 };
}

/** The next statement, in one direction, on which there is a breakpoint. */
function toBreakpoint(page, state, direction) {
  for (let n = state.at; n >= 0 && n < page.moments.length; n += direction) {
    const moment = page.moments[n];
    if (moment.kind !== "run" || !isWanted(page, state, n)) continue;
    const run = page.runs[moment.run];
    const steps = stepsOf(run);
    let sub = direction > 0 ? 0 : steps.length - 1;
    if (n === state.at) sub = state.sub + direction;
    for (; sub >= 0 && sub < steps.length; sub += direction)
      if (state.breakpoints.has(lineKey(run.script, steps[sub].line)))
        return { at: n, sub, grain: "statement" };
  }
  return null;
}

function toMessage(page, state, direction, accept) {
  const at = seek(page, state.at + direction, direction, (n) => {
    const moment = page.moments[n];
    return moment.kind === "sent" && isWanted(page, state, n) && accept(moment.message);
  });
  return at === null ? null : { at, sub: 0 };
}

function toHeader(page, state, direction) {
  const wanted = state.header.toLowerCase();
  return toMessage(page, state, direction, (number) =>
    [...(difference(page, number)?.names ?? [])].some(
      (n) => n.toLowerCase() === wanted,
    ),
  );
}

function toElement(page, state, direction) {
  return toMessage(page, state, direction, (number) => {
    const message = page.messages[number];
    return message.from === state.target || message.to === state.target;
  });
}

// --- Where everything stands on the ladder -------------------------------------------

const GUTTER = 60;
const NARROWEST = 80;
const RIGHT = 8;
const HEIGHTS = { sent: 25, received: 10, lost: 20, run: 27, ended: 30 };
const PLAIN = 20;
const PAUSE = 24;
const LEAST_FOR_TIME = 16;
const LONG = 0.05; // seconds without an event that are told by a mark
const LONG_ARROW = 300; // pixels

/** Rows from top to bottom, and the height at which every moment stands. */
function laidOut(page, state, width) {
  const count = page.lanes.length;
  const least = state.narrowest ?? NARROWEST;
  const gap = Math.max(least, (width - GUTTER - RIGHT) / count);
  const lanes = page.lanes.map(
    (_, lane) => Math.round(GUTTER + gap * (lane + 0.5)) + 0.5,
  );
  const rows = [];
  const heights = new Float64Array(page.moments.length).fill(-1);
  let y = 6;
  let time = null;
  page.moments.forEach((moment, number) => {
    if (!isShown(page, state, number)) return;
    const isNew = moment.at !== time;
    const waited = time === null ? 0 : moment.at - time;
    const pause = waited > LONG ? waited : 0;
    if (pause) y += PAUSE;
    let height = HEIGHTS[moment.kind] ?? PLAIN;
    if (isNew) height = Math.max(height, LEAST_FOR_TIME);
    heights[number] = anchorOf(moment, y, height);
    rows.push({ number, y, height, time: isNew ? moment.at : null, pause });
    y += height;
    time = moment.at;
  });
  const whole = { lanes, gap, rows, heights, height: y + 10 };
  whole.width = GUTTER + gap * count + RIGHT;
  whole.long = page.messages
    .map((_, number) => number)
    .filter((number) => {
      const [top, bottom] = spanOf(page, whole, number);
      return bottom - top > LONG_ARROW;
    });
  return whole;
}

function anchorOf(moment, y, height) {
  if (moment.kind === "sent") return y + 20;
  return moment.kind === "received" ? y + 4 : y + height / 2;
}

/** Top and bottom of a message's line. */
function spanOf(page, layout, number) {
  const top = layout.heights[page.sentAt[number]] ?? -1;
  const end = page.endAt[number];
  const bottom = end === Infinity ? -1 : layout.heights[end];
  return [top, bottom < 0 ? top + 9 : bottom];
}

/** Number of the last row that begins at or above `y`. */
function rowAt(rows, y) {
  return Math.max(0, rankOf(rows, y, (row) => row.y) - 1);
}

/** From where to where a message's line goes. */
function lineOf(page, layout, number) {
  const message = page.messages[number];
  const [y0, y1] = spanOf(page, layout, number);
  const x0 = layout.lanes[message.from];
  const x1 = layout.lanes[message.to];
  if (message.lost === undefined) return { x0, y0, x1, y1 };
  return { x0, y0, x1: x0 + (x1 - x0) * 0.62, y1 };
}

function linePath({ x0, y0, x1, y1 }) {
  if (x0 === x1) return `M${x0} ${y0}h26V${y1}h-26`;
  return `M${x0} ${y0}L${x1.toFixed(1)} ${y1}`;
}

function headPath({ x0, y0, x1, y1 }, closed) {
  const dx = x0 === x1 ? -1 : x1 - x0;
  const dy = x0 === x1 ? 0 : y1 - y0;
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [(dx / length) * 8, (dy / length) * 8];
  const [wx, wy] = [-uy * 0.45, ux * 0.45];
  const point = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return (
    `M${point(x1 - ux + wx, y1 - uy + wy)}L${point(x1, y1)}` +
    `L${point(x1 - ux - wx, y1 - uy - wy)}${closed ? "Z" : ""}`
  );
}

// --- The ladder ----------------------------------------------------------------------

/** Messages whose lines may run through rows `first` to `last`. */
function messagesIn(page, layout, first, last, top, bottom) {
  const found = new Set();
  for (let row = first; row <= last; row++) {
    const moment = page.moments[layout.rows[row].number];
    if (moment.kind !== "run" && moment.message !== undefined)
      found.add(moment.message);
  }
  for (const number of layout.long) {
    const [start, end] = spanOf(page, layout, number);
    if (start < bottom && end > top) found.add(number);
  }
  return [...found].filter((number) => layout.heights[page.sentAt[number]] >= 0);
}

/** One path for the lines and one for the heads of each role and tense. */
function arrowPaths(page, state, layout, numbers) {
  const current = state.message;
  const kinds = new Map();
  for (const number of numbers) {
    const message = page.messages[number];
    const isCurrent = number === current;
    const tense = isCurrent
      ? "now"
      : page.sentAt[number] <= state.at
        ? "past"
        : "later";
    const key = `${message.role} ${tense}`;
    if (!kinds.has(key))
      kinds.set(key, { role: message.role, tense, lines: "", heads: "" });
    const kind = kinds.get(key);
    const line = lineOf(page, layout, number);
    kind.lines += linePath(line);
    const arrives = page.endAt[number] !== Infinity && message.lost === undefined;
    // A line gets its head when the message arrives; the one looked at shows its way.
    const isThere = page.endAt[number] <= state.at || isCurrent || tense === "later";
    if (arrives && isThere)
      kind.heads += headPath(line, page.heads[message.role] === "full");
  }
  return [...kinds.values()]
    .flatMap(({ role, tense, lines, heads }) => [
      svg("path", { class: `line r-${role} ${tense}`, d: lines }),
      heads &&
        svg("path", { class: `head r-${role} ${tense} ${page.heads[role]}`, d: heads }),
    ])
    .filter(Boolean);
}

function markedPath(page, state, layout, numbers) {
  const marked = numbers.filter((number) => state.marked.has(number));
  if (!marked.length) return null;
  const d = marked.map((number) => linePath(lineOf(page, layout, number))).join("");
  return svg("path", { class: "marked", d });
}

/** The pieces of a message's label: [text, class, is bold]. */
function labelParts(message) {
  const [first, ...rest] = message.head.split(" ");
  const parts = [[first, "word", true]];
  if (rest.length) parts.push([rest.join(" "), "phrase", false]);
  if (message.remark) parts.push([message.remark, "quiet", false]);
  if (message.changed) parts.push([`Δ ${message.changed.join(", ")}`, "changed", true]);
  if (message.target) parts.push([message.target, "phrase", false]);
  return parts;
}

const SPACE = 5;
const WORTH = 240; // pixels that a label may always have
const CHIP = 10;

function messageLabel(page, view, layout, row, message, tense) {
  const { from, to } = message;
  const [left, right] = [layout.lanes[from], layout.lanes[to]].sort((a, b) => a - b);
  const chip = message.tag ? view.width(message.tag, false) + CHIP + SPACE : 0;
  // Beyond its own line a text goes on only as far as it must to be of use.
  const most = Math.min(
    layout.width - GUTTER - 2 * SPACE,
    Math.max(right - left, WORTH),
  );
  const parts = [];
  let used = chip;
  for (const [text, kind, bold] of labelParts(message)) {
    const shown = elided(text, most - used, (piece) => view.width(piece, bold));
    if (shown.length < 3 && shown !== text) break;
    parts.push([shown, kind, used]);
    used += view.width(shown, bold) + SPACE;
  }
  const middle = left === right ? left + 30 + used / 2 : (left + right) / 2;
  const x = Math.max(
    GUTTER + SPACE,
    Math.min(middle - used / 2, layout.width - used - SPACE),
  );
  const y = row.y + 14;
  return svg(
    "g",
    { class: `label ${tense}`, "data-n": message.n },
    chip &&
      svg("rect", {
        class: "chip",
        x,
        y: y - 12,
        width: chip - SPACE,
        height: 15,
        rx: 4,
      }),
    chip &&
      svg(
        "text",
        { x: x + (chip - SPACE) / 2, y, "text-anchor": "middle" },
        message.tag,
      ),
    ...parts.map(([text, kind, at]) =>
      svg("text", { class: kind, x: x + at, y }, text),
    ),
  );
}

/** A note beside a lane; where there is more room, to its right or to its left. */
function note(page, view, layout, row, moment, text, kind, tense) {
  const lane = layout.lanes[moment.lane];
  const y = row.y + row.height / 2 + 4;
  const isLeft = lane > layout.width * 0.6;
  const room = isLeft ? lane - GUTTER - 16 : layout.width - lane - 16;
  const shown = elided(text, room, (piece) => view.width(piece, false));
  const x = isLeft ? lane - 10 : lane + 10;
  const anchor = isLeft ? "end" : "start";
  return svg(
    "text",
    { class: `note ${kind} ${tense}`, x, y, "text-anchor": anchor },
    shown,
  );
}

function runBox(page, view, layout, row, moment, tense) {
  const run = page.runs[moment.run];
  const where = run.decided === undefined ? "" : `:${run.decided}`;
  const text = `${run.name}${where} ${run.response ?? run.outcome}`;
  const most = layout.width - GUTTER - 8;
  const shown = elided(text, most - 16, (piece) => view.width(piece, true));
  const width = view.width(shown, true) + 16;
  const lane = layout.lanes[moment.lane];
  const x = Math.max(GUTTER, Math.min(lane - width / 2, layout.width - width - 4));
  const y = row.y + 3;
  return svg(
    "g",
    { class: `run ${tense}`, "data-run": run.run },
    svg("rect", { x, y, width, height: 20, rx: 3 }),
    svg("text", { x: x + width / 2, y: y + 14, "text-anchor": "middle" }, shown),
  );
}

function sign(kind, x, y, tense) {
  const at = { class: `sign ${kind} ${tense}`, transform: `translate(${x} ${y})` };
  if (kind === "cross") return svg("path", { ...at, d: "M-5 -5L5 5M5 -5L-5 5" });
  if (kind === "clock")
    return svg("g", at, svg("circle", { r: 5.5 }), svg("path", { d: "M0 -3.4V0H2.6" }));
  return svg("circle", { ...at, r: 3 });
}

/** A cross where the line ends, and why beyond it, where no line runs. */
function lostShapes(page, view, layout, row, moment, tense) {
  const { x0, x1, y1 } = lineOf(page, layout, moment.message);
  const isLeft = x1 < x0;
  const room = isLeft ? x1 - GUTTER - 16 : layout.width - x1 - 16;
  const shown = elided(`lost: ${moment.text}`, room, (text) => view.width(text, true));
  const at = {
    x: x1 + (isLeft ? -10 : 10),
    y: y1 + 5,
    "text-anchor": isLeft ? "end" : "start",
  };
  return [
    svg("text", { class: `note bad ${tense}`, ...at }, shown),
    sign("cross", x1, y1, tense),
  ];
}

/** Everything that is written or drawn in one row besides lines. */
function rowShapes(page, state, view, layout, row) {
  const moment = page.moments[row.number];
  const tense =
    row.number === state.at ? "now" : row.number < state.at ? "past" : "later";
  const message = page.messages[moment.message];
  const x = layout.lanes[moment.lane];
  const y = layout.heights[row.number];
  const say = (text, kind) => note(page, view, layout, row, moment, text, kind, tense);
  switch (moment.kind) {
    case "sent":
      return [messageLabel(page, view, layout, row, message, tense)];
    case "lost":
      return lostShapes(page, view, layout, row, moment, tense);
    case "dropped":
      return [sign("cross", x, y, tense), say(`dropped: ${moment.text}`, "bad")];
    case "run":
      return [runBox(page, view, layout, row, moment, tense)];
    case "happened":
      return [sign("dot", x, y, tense), say(moment.text, "happened")];
    case "timer":
      return [sign("clock", x, y, tense), say(`timer ${moment.timer}`, "timer")];
    case "ended":
      return [svg("text", { class: `time ${tense}`, x: GUTTER, y: y + 4 }, moment.say)];
  }
  return [];
}

function timeShapes(row, digits) {
  const shapes = [];
  if (row.pause) {
    const text = `+${row.pause.toFixed(2)} s`;
    const y = row.y - PAUSE / 2;
    shapes.push(
      svg("text", { class: "pause", x: 54, y: y + 4, "text-anchor": "end" }, text),
    );
    shapes.push(svg("path", { class: "pause", d: `M${GUTTER} ${y}H4000` }));
  }
  if (row.time !== null)
    shapes.push(
      svg(
        "text",
        { class: "time", x: 54, y: row.y + 13, "text-anchor": "end" },
        row.time.toFixed(digits),
      ),
    );
  return shapes;
}

/** As many decimal places as tell every two times apart, three to six. */
function digitsFor(times) {
  for (const digits of [3, 4, 5])
    if (new Set(times.map((time) => time.toFixed(digits))).size === times.length)
      return digits;
  return 6;
}

const MARGIN = 200; // pixels above and below the view that are drawn, too

function renderLadder(page, state, view) {
  const { scroller, canvas } = view;
  const layout = view.layout;
  const top = Math.max(0, scroller.scrollTop - MARGIN);
  const bottom = scroller.scrollTop + scroller.clientHeight + MARGIN;
  view.drawn = scroller.scrollTop;
  const height = Math.min(layout.height, bottom) - top;
  const box = `0 ${top} ${layout.width} ${height}`;
  fill(canvas, { width: layout.width, height, viewBox: box }, []);
  canvas.style.transform = `translateY(${top}px)`;
  if (!layout.rows.length) return put(canvas);
  const first = rowAt(layout.rows, top);
  const last = rowAt(layout.rows, bottom);
  const numbers = messagesIn(page, layout, first, last, top, bottom);
  const rows = layout.rows.slice(first, last + 1);
  const lanes = layout.lanes.map((x) => `M${x} ${top}V${top + height}`).join("");
  const here = layout.rows[rankOf(layout.rows, state.at, (row) => row.number) - 1];
  put(
    canvas,
    ...[
      here?.number === state.at &&
        svg("rect", {
          class: "here",
          x: 0,
          y: here.y,
          width: layout.width,
          height: here.height,
        }),
      svg("path", { class: "lanes", d: lanes }),
      markedPath(page, state, layout, numbers),
      ...arrowPaths(page, state, layout, numbers),
      ...rows.flatMap((row) => [
        ...timeShapes(row, view.digits),
        ...rowShapes(page, state, view, layout, row),
      ]),
    ].filter(Boolean),
  );
}

/** Which moment a click means: the line it touches, or else the row. */
function momentAt(page, view, x, y) {
  const { layout } = view;
  const row = rowAt(layout.rows, y);
  const first = Math.max(0, row - 12);
  const last = Math.min(layout.rows.length - 1, row + 4);
  let best = null;
  let least = 7;
  for (const number of messagesIn(page, layout, first, last, y - 1, y + 1)) {
    const away = distance(lineOf(page, layout, number), x, y);
    if (away < least) [best, least] = [page.sentAt[number], away];
  }
  if (best !== null) return best;
  const moment = page.moments[layout.rows[row].number];
  return moment.kind === "received"
    ? page.sentAt[moment.message]
    : layout.rows[row].number;
}

function distance({ x0, y0, x1, y1 }, x, y) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const along = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
}

/** Bring the present moment into view. */
function follow(page, state, view) {
  const y = view.layout.heights[state.at];
  if (y < 0) return;
  const { scroller } = view;
  const room = scroller.clientHeight - view.heads.offsetHeight;
  const top = scroller.scrollTop;
  if (y < top + 24) scroller.scrollTop = Math.max(0, y - room * 0.3);
  else if (y > top + room - 40) scroller.scrollTop = y - room * 0.6;
  const x = view.layout.lanes[page.moments[state.at].lane] ?? 0;
  const left = scroller.scrollLeft;
  if (x - view.layout.gap < left)
    scroller.scrollLeft = Math.max(0, x - view.layout.gap);
  else if (x + view.layout.gap > left + scroller.clientWidth)
    scroller.scrollLeft = x + view.layout.gap - scroller.clientWidth;
}

// --- Heads and states ------------------------------------------------------------------

const MOST_CHIPS = 3;
const ROOMY = 135; // pixels of a lane in which there is room for more than the state
const BETWEEN = 4; // pixels between two heads

function chip(what, after, isNarrow) {
  const [method, role] = what.split(" ");
  const signs = isNarrow ? { client: "›", server: "‹" } : { client: "→", server: "←" };
  const arrow = signs[role] ?? "◆";
  const words = isNarrow
    ? after
    : role === undefined
      ? `${what} ${after}`
      : `${after} ${method}`;
  const title =
    role === undefined
      ? `${what}: ${after}`
      : `${method} ${role} transaction: ${after}`;
  return html("li", { title, class: role ?? "dialog" }, `${arrow} ${words}`);
}

function renderHeads(page, state, view) {
  const alive = statesAt(page, state.at);
  const { layout } = view;
  view.heads.style.width = `${layout.width}px`;
  put(
    view.heads,
    ...page.lanes.map((lane, number) => {
      const chips = alive[number]
        .slice(-MOST_CHIPS)
        .map(([what, after]) => chip(what, after, layout.gap < ROOMY));
      const more = alive[number].length - chips.length;
      const title = alive[number]
        .map(([what, after]) => `${what}: ${after}`)
        .join("\n");
      if (more > 0) {
        chips.splice(0, 1);
        chips.push(html("li", { title }, `and ${more + 1} more`));
      }
      const [name, ...rest] = lane.label;
      const node = html(
        "div",
        { class: "lane", title: [lane.name, ...lane.label, lane.address].join("\n") },
        html(
          "div",
          { class: `name k-${lane.kind}` },
          html("b", {}, name),
          html("span", {}, rest.join(" ") || lane.name),
        ),
        html("ul", { "aria-label": `States at ${lane.name}` }, ...chips),
      );
      node.style.left = `${layout.lanes[number] - (layout.gap - BETWEEN) / 2}px`;
      node.style.width = `${layout.gap - BETWEEN}px`;
      return node;
    }),
  );
}

// --- The script ------------------------------------------------------------------------

/** Which script is looked at: that of the run at hand, or the one looked at last. */
function scriptAt(page, state) {
  const run = runAt(page, state.at);
  if (run !== null && page.runs[run].script !== undefined) return page.runs[run].script;
  return state.script;
}

/** The line the present step is due to: the statement at hand, or what decided. */
function lineAt(page, state) {
  const moment = page.moments[state.at];
  const number = runAt(page, state.at);
  if (number === null) return null;
  const run = page.runs[number];
  if (moment.kind === "sent") return page.messages[moment.message].line ?? null;
  if (state.grain === "statement") return stepsOf(run)[state.sub]?.line ?? null;
  return run.decided ?? null;
}

/** How often each line has run by now, and which ran in the run at hand. */
function ranBy(page, state, script) {
  const counts = new Map();
  for (let n = 0; n <= state.at; n++) {
    const moment = page.moments[n];
    if (moment.kind !== "run" || page.runs[moment.run].script !== script) continue;
    let steps = stepsOf(page.runs[moment.run]);
    if (n === state.at && state.grain === "statement")
      steps = steps.slice(0, state.sub + 1);
    for (const { line } of steps) counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return counts;
}

const HANG = 2; // letters by which the rest of a long line stands further in
const MOST_HUNG = 14; // of a line that begins further in there would be little room

/** What does not fit on a line goes on below it, further in than it begins. */
function hang(code, text) {
  const indent = Math.min(text.search(/\S|$/) + HANG, MOST_HUNG);
  code.style.paddingLeft = `${indent}ch`;
  code.style.textIndent = `-${indent}ch`;
}

function buildScript(page, view, number, actions) {
  const script = page.scripts[number];
  view.lines = script.lines.map((text, index) => {
    const line = index + 1;
    const isAround = line < script.first || line > script.last;
    const stop = html("span", { class: "stop", title: "breakpoint" });
    const count = html("span", { class: "count" });
    const code = html("code", {}, text || " ");
    hang(code, text);
    const node = html(
      "div",
      {
        class: isAround ? "around" : "",
        role: "option",
        id: `${view.id}-line-${line}`,
        "data-line": line,
        "aria-selected": "false",
      },
      stop,
      count,
      html("span", { class: "number" }, String(line)),
      code,
    );
    stop.addEventListener("click", (event) => {
      event.stopPropagation();
      actions.toggle(number, line);
    });
    node.addEventListener("click", () => actions.mark(number, line));
    return { node, stop, count };
  });
  put(view.code, ...view.lines.map(({ node }) => node));
  view.built = number;
}

function renderScript(page, state, view, actions) {
  const number = scriptAt(page, state);
  if (!page.scripts.length) return;
  view.picker.parentElement.hidden = page.scripts.length < 2;
  if (view.built !== number) buildScript(page, view, number, actions);
  view.picker.value = String(number);
  const here = lineAt(page, state);
  const counts = ranBy(page, state, number);
  view.lines.forEach(({ node, stop, count }, index) => {
    const line = index + 1;
    const key = lineKey(number, line);
    const runs = counts.get(line) ?? 0;
    const isStop = state.breakpoints.has(key);
    node.classList.toggle("ran", runs > 0);
    node.classList.toggle("here", line === here);
    node.classList.toggle("active", line === state.cursor);
    node.classList.toggle("picked", state.line === key);
    node.classList.toggle("stopped", isStop);
    node.setAttribute("aria-selected", String(state.line === key));
    stop.textContent = isStop ? "●" : "○";
    count.textContent = runs ? `${runs}×` : "";
  });
  view.code.setAttribute("aria-activedescendant", `${view.id}-line-${state.cursor}`);
  const shown = here ?? page.scripts[number].first;
  if (shown !== view.shownLine) reveal(view.code, view.lines[shown - 1]?.node);
  view.shownLine = shown;
  renderCaused(page, state, view, actions);
}

function reveal(scroller, node) {
  if (!node) return;
  const above = scroller.getBoundingClientRect().top - scroller.scrollTop;
  const top = node.getBoundingClientRect().top - above;
  if (top < scroller.scrollTop || top > scroller.scrollTop + scroller.clientHeight - 30)
    scroller.scrollTop = Math.max(0, top - scroller.clientHeight * 0.4);
}

function renderCaused(page, state, view, actions) {
  // Made again only when it changes: a button that has the focus must keep it.
  if (view.shownCaused === state.marked) return;
  view.shownCaused = state.marked;
  if (state.line === null) {
    put(view.caused, "Choose a line to see every arrow it caused.");
    return;
  }
  const numbers = [...state.marked];
  const line = state.line.split(":")[1];
  const links = numbers.slice(0, 40).map((number) =>
    html(
      "button",
      {
        type: "button",
        onclick: () => actions.go({ at: page.sentAt[number], sub: 0 }),
      },
      String(page.messages[number].n),
    ),
  );
  const more =
    numbers.length > links.length ? ` and ${numbers.length - links.length} more` : "";
  put(
    view.caused,
    numbers.length
      ? `Line ${line} caused ${numbers.length === 1 ? "message" : "messages"} `
      : `Line ${line} caused no message.`,
    ...links,
    more,
  );
}

// --- Variables and message -------------------------------------------------------------

function row(name, value, kind) {
  return html(
    "tr",
    { class: kind },
    html("th", { scope: "row" }, name),
    html("td", {}, value),
  );
}

function changedRow(name, before, after) {
  const value = [
    before !== null && html("del", {}, before),
    after !== null && html("ins", {}, after),
  ];
  return row(name, html("span", {}, ...value.filter(Boolean)), "changed");
}

/** What a script finds in the message it runs on, under the language's names. */
function given(page, run) {
  const message = page.messages[run.message];
  if (message === undefined) return [];
  const [first, second, ...rest] = message.start.split(" ");
  const isResponse = first === "SIP/2.0";
  const facts = isResponse
    ? [
        ["StatusCode", second],
        ["StatusReasonPhrase", rest.join(" ")],
      ]
    : [
        ["Method", first],
        ["RequestUri", second],
      ];
  for (const number of message.lines ?? []) {
    const name = nameOf(page.lines[number]);
    if (name === "From" || name === "To")
      facts.push([name, valueOf(page.lines[number])]);
  }
  const object = isResponse ? "sipResponse" : "sipRequest";
  return facts.map(([name, value]) => row(`${object}.${name}`, value, "given"));
}

/** Variables around a step, and whatever else it changed. */
function variablesOf(step) {
  const variables = (step?.variables ?? []).map(([name, before, after]) =>
    before === after ? row(name, after ?? "", "") : changedRow(name, before, after),
  );
  const did = (step?.did ?? []).map(([name, before, after]) =>
    changedRow(name, before, after),
  );
  return [...variables, ...did];
}

/** The step of a run at which moment `at` stands: that of the line which is shown. */
function stepAt(page, state, run) {
  const steps = stepsOf(run);
  if (isInside(page, state)) return steps[state.sub];
  const line = lineAt(page, state);
  return steps.findLast((step) => step.line === line) ?? steps.at(-1);
}

/** Is the present step one of the statements of a run? */
function isInside(page, state) {
  return state.grain === "statement" && page.moments[state.at].kind === "run";
}

function cameOfIt(run) {
  const rows = [
    row("outcome", [run.outcome, run.response].filter(Boolean).join(" "), "result"),
  ];
  for (const target of run.targets ?? []) rows.push(row("target", target, "result"));
  for (const [name, before, after] of run.headers ?? [])
    rows.push(changedRow(name, before, after));
  for (const [line, text] of run.log ?? [])
    rows.push(row(`log, line ${line}`, text, ""));
  for (const [line, text] of run.errors ?? [])
    rows.push(row(`error, line ${line}`, text, "bad"));
  return rows;
}

function renderVariables(page, state, view) {
  const number = runAt(page, state.at);
  if (number === null) {
    put(view.variables, html("p", {}, "No script had a say in this step."));
    return;
  }
  const run = page.runs[number];
  const isOver = !isInside(page, state) || state.sub === stepsOf(run).length - 1;
  put(
    view.variables,
    html(
      "p",
      { class: "of" },
      `Run ${run.run} of ${run.name} at ${page.lanes[run.lane].name}`,
    ),
    html(
      "table",
      {},
      html(
        "tbody",
        {},
        ...variablesOf(stepAt(page, state, run)),
        ...given(page, run),
        ...(isOver ? cameOfIt(run) : []),
      ),
    ),
  );
}

function headerRows(page, message, change) {
  const rows = [];
  const gone = new Map();
  for (const number of change?.gone ?? []) {
    const line = page.lines[number];
    const name = nameOf(line).toLowerCase();
    gone.set(name, [...(gone.get(name) ?? []), line]);
  }
  for (const number of message.lines ?? []) {
    const line = page.lines[number];
    if (!change?.come.has(number)) {
      rows.push(row(nameOf(line), valueOf(line), ""));
      continue;
    }
    const old = gone.get(nameOf(line).toLowerCase())?.shift();
    rows.push(
      changedRow(nameOf(line), old === undefined ? null : valueOf(old), valueOf(line)),
    );
  }
  for (const lines of gone.values())
    for (const line of lines) rows.push(changedRow(nameOf(line), valueOf(line), null));
  return rows;
}

function renderMessage(page, state, view) {
  const number = state.message;
  if (number === null) {
    put(view.message, html("p", {}, "No message yet."));
    return;
  }
  if (view.shownMessage === number) return;
  view.shownMessage = number;
  const message = page.messages[number];
  const change = difference(page, number);
  const way = `${page.lanes[message.from].name} → ${page.lanes[message.to].name}`;
  const told = change
    ? `What changed since message ${change.base.n} is marked.`
    : "Nothing to compare it with: it was made here.";
  const startsOtherwise = change && change.base.start !== message.start;
  put(
    view.message,
    html(
      "p",
      { class: "of" },
      html("b", {}, `Message ${message.n}`),
      ` ${way} over ${message.over}. ${told}`,
    ),
    html(
      "p",
      { class: "start" },
      startsOtherwise ? html("del", {}, change.base.start) : null,
      startsOtherwise ? html("ins", {}, message.start) : message.start,
    ),
    html("table", {}, html("tbody", {}, ...headerRows(page, message, change))),
    message.body === undefined ? null : html("pre", {}, page.bodies[message.body]),
  );
}

// --- The bar and the sentence ------------------------------------------------------------

const ICONS = {
  first: "M3 2v12M14 2L6 8l8 6Z",
  back: "M12 2L4 8l8 6Z",
  forward: "M4 2l8 6-8 6Z",
  last: "M13 2v12M2 2l8 6-8 6Z",
  play: "M3 2l10 6-10 6Z",
  pause: "M5 2v12M11 2v12",
};

function iconButton(icon, label, onclick) {
  return html(
    "button",
    { type: "button", class: "icon", title: label, "aria-label": label, onclick },
    svg(
      "svg",
      { viewBox: "0 0 16 16", "aria-hidden": "true" },
      svg("path", { d: ICONS[icon] }),
    ),
  );
}

function choice(label, options, onchange) {
  const select = html(
    "select",
    { "aria-label": label, onchange: () => onchange(select.value) },
    ...options.map(([value, text]) => html("option", { value }, text)),
  );
  return [html("label", {}, html("span", {}, label), select), select];
}

const KEYS = [
  ["→ and ←", "one step forwards, backwards"],
  ["Home and End", "the first step, the last step"],
  ["Shift+→ and Shift+←", "run forwards, backwards to what “Run to” says"],
  ["1, 2, 3", "steps are messages, script statements, everything"],
  ["Space", "play and stop"],
  ["s", "to the script; there ↑ ↓ choose a line"],
  ["Enter on a line", "mark every arrow it caused"],
  ["b on a line", "set or clear a breakpoint"],
  ["c", "to the clock; there → ← go to the next time"],
  ["f", "to the filters"],
  ["Esc", "no line is marked any more"],
  ["?", "this help"],
];

function sentence(page, state) {
  if (state.notice) return state.notice;
  const moment = page.moments[state.at];
  if (state.grain !== "statement" || moment.kind !== "run") return moment.say;
  const run = page.runs[moment.run];
  const step = stepsOf(run)[state.sub];
  if (step === undefined) return moment.say;
  const source = page.scripts[run.script]?.lines[step.line - 1]?.trim() ?? "";
  const then = step.then ? ` After it, ${step.then}.` : "";
  return `${run.name}, line ${step.line}: ${source}${then}`;
}

function renderBar(page, state, view) {
  const moment = page.moments[state.at];
  const time = rankOf(page.times, moment.at) - 1;
  view.clock.value = String(time);
  const shown = `${moment.at.toFixed(view.digits)} s`;
  view.clock.setAttribute("aria-valuetext", shown);
  view.time.textContent = shown;
  view.root.dataset.at = state.at;
  view.say.textContent = sentence(page, state);
  const place = rankOf(view.stops, state.at);
  view.count.textContent = `${place} of ${view.stops.length}`;
  for (const [name, button] of view.grains)
    button.setAttribute("aria-pressed", String(name === state.grain));
  view.header.parentElement.hidden = state.until !== "header";
  view.target.parentElement.hidden = state.until !== "element";
  const icon = state.timer === null ? "play" : "pause";
  view.play.querySelector("path").setAttribute("d", ICONS[icon]);
  view.play.setAttribute("aria-label", state.timer === null ? "Play" : "Stop");
}

/** Where in the whole trace there are messages, and where one is now. */
function renderOverview(page, state, view) {
  const marks = { past: "", later: "", marked: "" };
  page.messages.forEach((message, number) => {
    const at = page.sentAt[number];
    if (!isWanted(page, state, at)) return;
    const time = rankOf(page.times, page.moments[at].at) - 1;
    const x = (time / Math.max(1, page.times.length - 1)) * 1000;
    const tense = state.marked.has(number) ? "marked" : "past";
    marks[tense] += `M${x.toFixed(1)} 0V10`;
  });
  put(
    view.overview,
    ...Object.entries(marks).map(([kind, d]) => svg("path", { class: kind, d })),
  );
}

// --- Building it -------------------------------------------------------------------------

function frame(page, actions, id) {
  const view = { id, built: null, shownLine: null, shownMessage: null };
  const grains = GRAINS.map(([name, text]) => [
    name,
    html(
      "button",
      { type: "button", "aria-pressed": "false", onclick: () => actions.grain(name) },
      text,
    ),
  ]);
  view.grains = grains;
  view.play = iconButton("play", "Play", actions.play);
  view.count = html("span", { class: "of" });
  view.clock = html("input", {
    type: "range",
    min: 0,
    max: page.times.length - 1,
    step: 1,
    "aria-label": "Clock, simulated time",
    oninput: () => actions.clock(Number(view.clock.value)),
  });
  view.time = html("span", { class: "instant" });
  view.overview = svg("svg", {
    class: "overview",
    viewBox: "0 0 1000 10",
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  view.say = html("p", { class: "say", role: "status", "aria-live": "polite" });
  view.branch =
    actions.branch &&
    html(
      "button",
      {
        type: "button",
        class: "asks",
        "aria-expanded": "false",
        onclick: actions.branch,
      },
      "Branch here",
    );
  const names = headerNames(page);
  const lanes = page.lanes.map((lane, number) => [number, lane.name]);
  const methods = [...new Set(page.messages.map((message) => message.method))].map(
    (m) => [m, m],
  );
  const calls = page.calls.map((call, number) => [number, `${number + 1}: ${call}`]);
  const any = (text) => ["", text];
  const numberOrAll = (value) => (value === "" ? null : Number(value));
  const [until, untilSelect] = choice(
    "Run to",
    [
      ["line", "a breakpoint"],
      ["header", "the next change of"],
      ["element", "the next message of"],
    ],
    (value) => actions.change({ until: value }),
  );
  const [header, headerSelect] = choice(
    "header",
    names.map((n) => [n, n]),
    (value) => actions.change({ header: value }),
  );
  const [target, targetSelect] = choice("element", lanes, (value) =>
    actions.change({ target: Number(value) }),
  );
  const [call, callSelect] = choice("Call", [any("all"), ...calls], (v) =>
    actions.filter({ call: numberOrAll(v) }),
  );
  const [element, elementSelect] = choice("Element", [any("all"), ...lanes], (v) =>
    actions.filter({ element: numberOrAll(v) }),
  );
  const [method, methodSelect] = choice("Method", [any("all"), ...methods], (v) =>
    actions.filter({ method: v || null }),
  );
  Object.assign(view, {
    until: untilSelect,
    header: headerSelect,
    target: targetSelect,
  });
  Object.assign(view, {
    call: callSelect,
    element: elementSelect,
    method: methodSelect,
  });
  const bar = html(
    "div",
    { class: "bar", role: "group", "aria-label": "Steps" },
    html(
      "div",
      { class: "group" },
      iconButton("first", "First step", () => actions.outermost(-1)),
      iconButton("back", "Step back", () => actions.step(-1)),
      iconButton("forward", "Step forwards", () => actions.step(1)),
      iconButton("last", "Last step", () => actions.outermost(1)),
      view.play,
    ),
    html(
      "div",
      { class: "group grains", role: "group", "aria-label": "A step is" },
      ...grains.map(([, button]) => button),
    ),
    html(
      "div",
      { class: "group" },
      until,
      header,
      target,
      html(
        "button",
        {
          type: "button",
          "aria-label": "Run backwards",
          title: "Run backwards",
          onclick: () => actions.run(-1),
        },
        "◀",
      ),
      html(
        "button",
        {
          type: "button",
          "aria-label": "Run forwards",
          title: "Run forwards",
          onclick: () => actions.run(1),
        },
        "▶",
      ),
    ),
    html(
      "div",
      { class: "group filters", role: "group", "aria-label": "Show only" },
      call,
      element,
      method,
    ),
    html(
      "div",
      { class: "group end" },
      view.branch,
      actions.saves,
      html(
        "button",
        {
          type: "button",
          "aria-label": "Help: keys",
          title: "Keys",
          onclick: actions.help,
        },
        "?",
      ),
    ),
  );
  const clock = html(
    "div",
    { class: "clock" },
    view.time,
    html("div", { class: "dial" }, view.overview, view.clock),
    view.count,
  );
  view.heads = html("div", { class: "heads" });
  view.canvas = svg("svg", { role: "img", "aria-label": `Ladder of ${page.title}` });
  view.sheet = html("div", { class: "sheet" }, view.canvas);
  view.scroller = html(
    "div",
    { class: "scroller", tabindex: 0, role: "group", "aria-label": "Ladder" },
    view.heads,
    view.sheet,
  );
  const [picker, pickerSelect] = choice(
    "Script",
    page.scripts.map((s, n) => [n, s.name]),
    (v) => actions.change({ script: Number(v), cursor: 1 }),
  );
  view.picker = pickerSelect;
  picker.classList.add("picker");
  view.code = html("div", {
    class: "code",
    role: "listbox",
    tabindex: 0,
    "aria-label": "Script lines",
  });
  view.caused = html("p", { class: "caused" });
  view.variables = html("div", {
    class: "body",
    tabindex: 0,
    role: "group",
    "aria-label": "Variables",
  });
  view.message = html("div", {
    class: "body",
    tabindex: 0,
    role: "group",
    "aria-label": "Message",
  });
  view.help = html(
    "dialog",
    { "aria-label": "Keys" },
    html("h3", {}, "Keys"),
    html(
      "table",
      {},
      html("tbody", {}, ...KEYS.map(([key, does]) => row(key, does, ""))),
    ),
    html("form", { method: "dialog" }, html("button", {}, "Close")),
  );
  const title = page.scripts.length === 1 ? page.scripts[0].name : "Script";
  const panes = html(
    "div",
    { class: page.scripts.length ? "panes" : "panes unscripted" },
    pane("ladder", page.title, page.summary, view.scroller),
    page.scripts.length > 0 && pane("script", title, picker, view.code, view.caused),
    page.scripts.length > 0 && pane("variables", "Variables", "", view.variables),
    pane("message", "Message", "", view.message),
  );
  view.root = html(
    "section",
    {
      class: "mspl mspl-player",
      "aria-label": `Player: ${page.title}`,
    },
    bar,
    clock,
    view.say,
    actions.branch && (view.branching = html("div", { hidden: true })),
    panes,
    actions.branch && (view.branched = html("div", { hidden: true })),
    view.help,
  );
  view.digits = digitsFor(page.times);
  view.width = widthsIn(view.root);
  return view;
}

/** Widths of texts in the type of `root`, once it stands in the page. */
function widthsIn(root) {
  const measure = measurer();
  let family = null;
  return (text, bold) => {
    family ??= getComputedStyle(root).fontFamily;
    return measure(text, bold, family);
  };
}

function pane(name, title, aside, ...content) {
  return html(
    "section",
    { class: `pane ${name}`, "aria-label": title },
    html(
      "header",
      {},
      html("h3", {}, title),
      aside && html("span", { class: "of" }, aside),
    ),
    ...content,
  );
}

/** Names of the headers that change anywhere, the ones people ask for first. */
function headerNames(page) {
  const first = ["To", "Request-URI", "From", "Contact", "Call-ID"];
  const found = new Map();
  page.messages.forEach((_, number) => {
    for (const name of difference(page, number)?.names ?? [])
      if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), name);
  });
  const rank = (name) => (first.indexOf(name) + first.length + 1) % (first.length + 1);
  const names = [...found.values()].sort(
    (a, b) => rank(a) - rank(b) || a.localeCompare(b),
  );
  return names.length ? names : ["To"];
}

const BEAT = 900; // milliseconds between two steps that are played

/**
 * Build a player of `page` into `el`.
 *
 * `wire` may have `at` and `breakpoints` to begin with, `changed(state)` to be told of
 * every step, `save(kind)` to ask for a file of the trace, and `branching`, which says
 * why nothing can be branched (`refusal`) or opens a panel for it (`open`). Returns what
 * the outside may do: `go(at)`, `stopAt(breakpoints)`, `tell(sentence)`, `refuse(why)`,
 * which says why nothing can be asked any more, and `close()`.
 */
function show(el, data, wire = {}) {
  if (!data.moments.length) {
    const nothing = html("p", {}, "Nothing happened.");
    el.append(nothing);
    const none = () => {};
    const close = () => nothing.remove();
    return { go: none, stopAt: none, tell: none, refuse: none, close };
  }
  const page = indexed(data);
  let state = {
    at: 0,
    sub: 0,
    grain: "message",
    call: null,
    element: null,
    method: null,
    breakpoints: new Set(wire.breakpoints ?? []),
    line: null,
    marked: new Set(),
    script: 0,
    cursor: page.scripts[0]?.first ?? 1,
    until: "line",
    header: "To",
    target: 0,
    notice: "",
    message: null,
    timer: null,
  };
  let view = null;
  let waiting = false;
  let isHidden = true;
  let seen = {};

  /** The one place where the state changes. */
  function update(change) {
    state = { ...state, notice: "", ...change };
    state.script = scriptAt(page, state);
    const moment = page.moments[state.at];
    state.message = moment.message ?? page.lastMessage[state.at];
    const here = lineAt(page, state);
    if (here !== null && ("at" in change || "sub" in change)) state.cursor = here;
    draw();
    wire.changed?.(state);
  }

  /** Draw in the next frame, once for all that changes until then. */
  function draw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(render);
  }

  /** Draw what the state says, each pane only where something it shows has changed. */
  function render() {
    waiting = false;
    if (!view.scroller.clientHeight) {
      // Hidden for a moment within one frame is seen by no observer; for longer it is,
      // and so is its end.
      if (!isHidden) draw();
      return;
    }
    const { at, sub, grain, call, element, method, marked } = state;
    const width = view.scroller.clientWidth;
    const filter = `${grain} ${call} ${element} ${method} ${width}`;
    if (seen.filter !== filter) {
      view.layout = laidOut(page, state, width);
      view.stops = page.moments.map((_, n) => n).filter((n) => isStop(page, state, n));
      view.sheet.style.height = `${view.layout.height}px`;
      view.sheet.style.width = `${view.layout.width}px`;
    }
    // Whatever is asked of the browser is asked before anything is changed: it would
    // have to lay out all of it at once to answer, and then once more.
    if (seen.at !== at || seen.filter !== filter) follow(page, state, view);
    if (view.shownMessage !== state.message) view.message.scrollTop = 0;
    renderLadder(page, state, view);
    if (seen.filter !== filter || seen.marked !== marked)
      renderOverview(page, state, view);
    if (seen.at !== at || seen.filter !== filter) renderHeads(page, state, view);
    renderBar(page, state, view);
    renderScript(page, state, view, actions);
    if (seen.at !== at || seen.sub !== sub || seen.grain !== grain) {
      renderVariables(page, state, view);
      renderMessage(page, state, view);
    }
    seen = { filter, marked, at, sub, grain };
  }

  function go(change, otherwise) {
    if (change === null) update({ notice: otherwise });
    else update(change);
  }

  function stopPlaying() {
    if (state.timer !== null) clearInterval(state.timer);
    return { timer: null };
  }

  const runs = { line: toBreakpoint, header: toHeader, element: toElement };
  const actions = {
    saves: null,
    go: (change) => go({ ...change, ...stopPlaying() }),
    step: (direction) =>
      go(
        stepped(page, state, direction),
        direction > 0 ? "This is the last step." : "This is the first step.",
      ),
    outermost: (direction) =>
      go(outermost(page, state, direction), "There is nothing to step on."),
    run: (direction) => {
      const words = {
        line: "breakpoint",
        header: `change of ${state.header}`,
        element: `message of ${page.lanes[state.target].name}`,
      };
      const none = `There is no ${direction > 0 ? "later" : "earlier"} ${words[state.until]}.`;
      const hint =
        state.until === "line" && !state.breakpoints.size
          ? " None is set: click beside a line of the script, or press b on it."
          : "";
      go(runs[state.until](page, state, direction), none + hint);
    },
    clock: (time) => {
      const at = page.times[time];
      const number = seek(
        page,
        page.moments.length - 1,
        -1,
        (n) => page.moments[n].at <= at && isWanted(page, state, n),
      );
      go({ at: number ?? 0, sub: 0, ...stopPlaying() });
    },
    grain: (grain) => update({ grain, sub: 0 }),
    filter: (change) => {
      const next = { ...state, ...change };
      const here = isWanted(page, next, state.at)
        ? state.at
        : seek(page, state.at, 1, (n) => isWanted(page, next, n));
      update({ ...change, at: here ?? state.at, sub: 0 });
    },
    change: (change) => update(change),
    toggle: (script, line) => {
      const breakpoints = new Set(state.breakpoints);
      const key = lineKey(script, line);
      if (!breakpoints.delete(key)) breakpoints.add(key);
      const set = breakpoints.has(key)
        ? "Breakpoint set at"
        : "No breakpoint any more at";
      update({ breakpoints, cursor: line, notice: `${set} line ${line}.` });
    },
    mark: (script, line) => {
      const key = lineKey(script, line);
      const numbers = page.causedBy.get(key) ?? [];
      const sent = numbers.map((number) => page.messages[number].n);
      const notice = sent.length
        ? `Line ${line} caused ${sent.length === 1 ? "message" : "messages"} ${sent.slice(0, 12).join(", ")}${sent.length > 12 ? " …" : ""}.`
        : `Line ${line} caused no message.`;
      update({ line: key, marked: new Set(numbers), cursor: line, notice });
    },
    unmark: () => update({ line: null, marked: new Set() }),
    play: () => {
      if (state.timer !== null) return update(stopPlaying());
      const timer = setInterval(() => {
        const next = stepped(page, state, 1);
        update(next ?? stopPlaying());
      }, BEAT);
      return update({ timer });
    },
    help: () => view.help.showModal(),
  };
  const tell = (notice) => update({ notice });
  let refusal = "";
  if (wire.save)
    actions.saves = saveMenu((kind) => (refusal ? tell(refusal) : wire.save(kind)));
  if (wire.branching) {
    actions.branch = () => {
      const why = refusal || wire.branching.refusal;
      if (why) tell(why);
      else wire.branching.open({ page, state, view, tell });
    };
  }
  view = frame(page, actions, `mspl-${Math.random().toString(36).slice(2)}`);
  listen(
    page,
    () => state,
    view,
    actions,
    () => renderLadder(page, state, view),
  );
  el.append(view.root);
  if (wire.branching?.refusal) showRefusal(view.branch, wire.branching.refusal);
  state.at = wire.at ?? outermost(page, state, -1)?.at ?? 0;
  const observer = new ResizeObserver(([{ contentRect }]) => {
    isHidden = contentRect.height === 0;
    if (!isHidden) draw();
  });
  observer.observe(view.scroller);
  update({ at: state.at });
  return {
    go: (at) => at !== state.at && update({ at, sub: 0 }),
    stopAt: (lines) => {
      const isNew = [...lines].join() !== [...state.breakpoints].join();
      if (isNew) update({ breakpoints: new Set(lines) });
    },
    tell,
    refuse: (why) => {
      refusal = why;
      for (const part of view.root.querySelectorAll(".asks")) showRefusal(part, why);
    },
    close: () => {
      observer.disconnect();
      stopPlaying();
    },
  };
}

/** What cannot be used stays where it is, and says why. */
function showRefusal(part, why) {
  part.setAttribute("aria-disabled", String(Boolean(why)));
  part.title = why;
}

const SAVED = [
  ["html", "Page (HTML)"],
  ["svg", "Picture (SVG)"],
  ["png", "Picture (PNG)"],
  ["mmd", "Mermaid"],
  ["puml", "PlantUML"],
  ["md", "Table (Markdown)"],
  ["txt", "Text"],
];

function saveMenu(save) {
  const [label, select] = choice("Save", [["", "as …"], ...SAVED], (kind) => {
    if (kind) save(kind);
    select.value = "";
  });
  select.classList.add("asks");
  return label;
}

// --- Keys and clicks -----------------------------------------------------------------------

function listen(page, now, view, actions, redraw) {
  view.scroller.addEventListener("scroll", () => {
    if (view.scroller.scrollTop !== view.drawn) requestAnimationFrame(redraw);
  });
  view.canvas.addEventListener("click", (event) => {
    const box = view.sheet.getBoundingClientRect();
    const at = momentAt(page, view, event.clientX - box.left, event.clientY - box.top);
    actions.go({ at, sub: 0 });
  });
  view.code.addEventListener("keydown", (event) =>
    codeKey(page, now(), view, actions, event),
  );
  view.root.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const isField = event.target.matches("select, input, dialog *");
    const does = keyAction(view, actions, event, isField);
    if (does === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  });
}

function keyAction(view, actions, event, isField) {
  if (isField) return undefined;
  const isShift = event.shiftKey;
  const keys = {
    ArrowRight: () => (isShift ? actions.run(1) : actions.step(1)),
    ArrowLeft: () => (isShift ? actions.run(-1) : actions.step(-1)),
    Home: () => actions.outermost(-1),
    End: () => actions.outermost(1),
    1: () => actions.grain("message"),
    2: () => actions.grain("statement"),
    3: () => actions.grain("moment"),
    s: () => view.code.focus(),
    c: () => view.clock.focus(),
    f: () => view.call.focus(),
    Escape: () => actions.unmark(),
    "?": () => actions.help(),
  };
  if (event.key === " " && !event.target.matches("button")) return actions.play;
  return keys[event.key];
}

function codeKey(page, state, view, actions, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !page.scripts.length) return;
  const number = scriptAt(page, state);
  const last = page.scripts[number].lines.length;
  const line = Math.min(last, Math.max(1, state.cursor));
  const move = (to) => {
    const cursor = Math.min(last, Math.max(1, to));
    actions.change({
      cursor,
      notice: `Line ${cursor}: ${page.scripts[number].lines[cursor - 1].trim()}`,
    });
    reveal(view.code, view.lines[cursor - 1].node);
  };
  const keys = {
    ArrowDown: () => move(line + 1),
    ArrowUp: () => move(line - 1),
    Enter: () => actions.mark(number, line),
    b: () => actions.toggle(number, line),
  };
  const does = keys[event.key];
  if (does === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  does();
}
