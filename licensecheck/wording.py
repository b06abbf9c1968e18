"""The words of findings that do not come from a licence file: one place, so that they can be read together."""

from __future__ import annotations

from licensecheck.findings import Code

ACTIONS = {
    "run": "be run",
    "serve": "be served to others",
    "modify": "be modified",
    "redistribute": "be handed on",
    "distribute-derivatives": "be handed on in modified form",
    "use-outputs": "have its outputs used",
    "train-on-outputs": "have its outputs train another model",
    "distill": "be distilled",
    "benchmark": "have evaluation results published",
}

SAID_IN_PASSING = (
    "the card speaks against commercial use, or asks for a licence for it, in its own words (line {line}), "
    "and the licence that is declared does not: ask which holds"
)
LOOK_ALIKE = "; names that look alike (shown, never used): {names}"
UNKNOWN_LICENSE = "the licence {name!r} is not one that licensecheck knows"
WITHOUT_TEXT = "the licence {name!r} is known by name, but its text could not be had: {missing}"
AMBIGUOUS = "{name!r} is a name of several licences: {candidates}"
NO_LICENSE = "no licence is stated; without one everything is reserved"
UNKNOWN_MODEL = "{id} is in no input and not in the catalogue; its licence is not known"
NO_WEIGHTS = "{id} is a {kind}, not a model that is handed out: there is no licence of weights to check, its terms of use govern"
CLOSED_WORLD = "nothing in the licence grants this"
CONFLICT = "the sources disagree on the licence: {sides}; all of them are taken to bind"
DRIFT = "{own} is declared, which is more permissive than {base} of {ancestor} allows: {gone}"
UNSURE = "the licence of {id}, {name}, is taken from the catalogue, which is not sure of it ({why})"
UNREAD_LINK = "the card also links to {address}, which is no licence that is known by its address; what stands there was not read"
MISSING_LINK = "the card names {address} as its licence, a file that is not there; what stands in it was not read"
UNKNOWN_BASE = "the base {parent} is unknown: {why}"
DATA_TERMS = "trained on {data}, which is under {license}; whether its terms reach the model is contested"
DATA_UNKNOWN = "the terms of data it was trained on are not known: {names}"
PROVENANCE = "made with outputs of {parent}, whose terms ({license}) do not plainly allow that"
PROVENANCE_UNKNOWN = "made with outputs of {parent}, whose terms are not known"
INCOMPATIBLE = "{one} wants what is made from the model handed on under its own terms alone, {other} adds terms to it: both cannot be met in one work"
OUTBOUND = "the outbound licence {outbound} drops what {license} asks to be kept: {gone}"
ASSUMED = "Today's figure stands in for {month}: it is assumed that the figure of that month was not above the line either."
UNREADABLE = "a part of the input could not be read: {why}"
AGREEMENT_UNUSED = "the agreement with {licensor} ({reference}) lifts nothing in this run"
AGREEMENT_EXPIRED = "the agreement with {licensor} ({reference}) expired on {expires}"
WAIVER_UNUSED = "the waiver of {owner} for {target} waives nothing in this run"
WAIVER_EXPIRED = "the waiver of {owner} for {target} expired on {expires}"
DENIED = "the policy {policy} denies {what}"
REVIEW = "the policy {policy} asks for a review of {what}"
UNPINNED = "no revision is pinned; what is downloaded later may be another text or other weights"
NOTICE_RESTRICTS = "the notice {name} states a restriction (line {line}) that stands in no licence text that is known"
FILE_UNRECOGNISED = "the licence file {name} is not a text that licensecheck recognises{near}"
FILE_MODIFIED = "the licence file {name} is {license} with terms {how}"

REMEDIES = {
    Code.NO_LICENSE: "Ask the publisher for a licence, or declare the one that was given under `license:`.",
    Code.UNKNOWN_LICENSE: "Declare a known licence under `license:`, add a rule file (`licensecheck rules new`), or have the text read.",
    Code.MODIFIED_LICENSE: "Have the changed terms read; as the text stands it is a licence of its own.",
    Code.AMBIGUOUS_LICENSE: "Say which one it is under `license:`.",
    Code.LICENSE_CONFLICT: "Find out which one the publisher grants and correct the others.",
    Code.LICENSE_DRIFT: "Treat the model as bound by its base's terms, and tell the publisher.",
    Code.UNKNOWN_BASE: "Name the base's licence: list it under `models:` with `license:`, or correct its id.",
    Code.TRAINING_DATA_TERMS: "Decide whether the organisation accepts the risk, and record it as a waiver in the policy.",
    Code.OUTPUT_PROVENANCE: "Ask the maker of the model under which terms the outputs were used, or record the accepted risk as a waiver.",
    Code.NAMING: "Rename what is published as the licence asks.",
    Code.MISSING_NOTICE: "Put the file beside the weights.",
    Code.OUTBOUND_LICENSE: "Hand it out under a licence that the terms allow.",
    Code.INCOMPATIBLE_LICENSES: "Do not hand the work on, or replace one of the parts.",
    Code.WAIVER_UNUSED: "Remove it.",
    Code.WAIVER_EXPIRED: "Renew it or remove it.",
    Code.UNPINNED_REVISION: "Add `revision:` with the commit that is used.",
    Code.UNREADABLE_INPUT: "Make it readable, or correct the path.",
    Code.POLICY_DENIED: "Use another model, or ask the owner of the policy.",
    Code.POLICY_REVIEW: "Have it reviewed, and record the result as a waiver in the policy.",
}
