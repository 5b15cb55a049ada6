// Kernel: the line from a widget to the kernel it belongs to, which may end at any time.
//
// A kernel that is restarted, shut down or has crashed leaves its widgets standing, and
// what they say to it is lost without a word. `lineTo` notices: by the event that its
// end is told by, by what sending throws, or by an answer that does not come.

const SILENCE = 10_000; // milliseconds

/**
 * The line from `model` to its kernel.
 *
 * `ended()` is called once nobody hears at the other end any more, `silent()` when an
 * answer that was asked for has not come for long: the kernel may be busy.
 */
function lineTo(model, { ended, silent }) {
  let isOver = false;
  let timer = null;

  function answered() {
    clearTimeout(timer);
    timer = null;
  }

  function end() {
    answered();
    if (isOver) return;
    isOver = true;
    ended();
  }

  /** Do what says something to the kernel; whether it went out. */
  function reach(does) {
    // JupyterLab's manager has no kernel once it is shut down; others have no such word.
    if (model.widget_manager?.kernel === null) end();
    if (isOver) return false;
    try {
      does();
    } catch {
      end();
    }
    return !isOver;
  }

  /** The same for what has to be answered; `answered` is told when it was. */
  function request(does) {
    answered();
    const isOut = reach(does);
    if (isOut) timer = setTimeout(silent, SILENCE);
    return isOut;
  }

  model.on("comm_live_update", end);
  return {
    answered,
    /** Hand over what was set. */
    save: () => reach(() => model.save_changes()),
    /** The same, and it has to be answered. */
    hand: () => request(() => model.save_changes()),
    /** Ask for something. */
    ask: (content) => request(() => model.send(content)),
    close: () => {
      answered();
      model.off("comm_live_update", end);
    },
  };
}
