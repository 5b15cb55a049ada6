// Player in a notebook: what anywidget calls, with a kernel at the other end.

const GONE =
  "The kernel that played this is gone. Stepping goes on; to branch or to save, run the cell again.";
const BUSY =
  "The kernel has not answered yet: it is busy, or it is gone. If it is, run the cell again.";
const UNKNOWN =
  "Only a trace that was played in this notebook can be branched; this one was read from a file.";

function download(name, mime, content) {
  const link = html("a", {
    download: name,
    href: URL.createObjectURL(new Blob([content], { type: mime })),
  });
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The model's traits are `page`, `at`, `breakpoints`, `branches` and `settings`. */
function render({ model, el }) {
  let player = null;
  const line = lineTo(model, {
    ended: () => player.refuse(GONE),
    silent: () => player.tell(BUSY),
  });
  const panel = branchPanel((change) => line.ask({ branch: change }), {
    refusal: model.get("branches") ? "" : UNKNOWN,
    settings: model.get("settings"),
  });
  player = show(el, model.get("page"), {
    at: model.get("at"),
    breakpoints: model.get("breakpoints"),
    changed: (state) => {
      const stops = [...state.breakpoints];
      if (
        model.get("at") === state.at &&
        model.get("breakpoints").join() === stops.join()
      )
        return;
      model.set("at", state.at);
      model.set("breakpoints", stops);
      line.save();
    },
    save: (kind) => line.ask({ save: kind }) || player.tell(GONE),
    branching: panel,
  });
  const follow = () => player.go(model.get("at"));
  const stop = () => player.stopAt(model.get("breakpoints"));
  const receive = (said, buffers) => {
    line.answered();
    if (said.branched) panel.receive(said.branched);
    else if (said.trouble) player.tell(said.trouble);
    else download(said.name, said.mime, buffers[0]);
  };
  model.on("change:at", follow);
  model.on("change:breakpoints", stop);
  model.on("msg:custom", receive);
  return () => {
    model.off("change:at", follow);
    model.off("change:breakpoints", stop);
    model.off("msg:custom", receive);
    line.close();
    player.close();
  };
}

export default { render };
