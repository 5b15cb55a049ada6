from mspllab.notebook.answers import answers
from mspllab.notebook.bench import bench
from mspllab.notebook.carriers import carriers
from mspllab.notebook.exercise import exercise
from mspllab.notebook.player import player
from mspllab.notebook.predict import predict
from mspllab.notebook.races import races
from mspllab.scenario.alteration import line
from mspllab.scenario.application_files import load
from mspllab.scenario.branch import branch
from mspllab.scenario.load import read_message, read_scenario
from mspllab.scenario.run import play
from mspllab.scenario.tampering import delay, header, lose
from mspllab.views.checklist import checklist
from mspllab.views.coverage import coverage
from mspllab.views.fate import fate
from mspllab.views.figure import figure
from mspllab.views.frame import frame
from mspllab.views.ladder import render_ladder as ladder
from mspllab.views.listing import listing
from mspllab.views.message import Difference as difference
from mspllab.views.reference.topic import reference
from mspllab.views.sequence import draw_sequence as sequence
from mspllab.views.topology import draw_topology as topology

__all__ = [
    "answers",
    "bench",
    "branch",
    "carriers",
    "checklist",
    "coverage",
    "delay",
    "difference",
    "exercise",
    "fate",
    "figure",
    "frame",
    "header",
    "ladder",
    "line",
    "listing",
    "load",
    "lose",
    "play",
    "player",
    "predict",
    "races",
    "read_message",
    "read_scenario",
    "reference",
    "sequence",
    "topology",
]
