// Whoever submits while an autosave is on its way waits for its answer: the first autosave makes the
// page, and a form sent beside it would make the page a second time. An autosave that has not left
// yet gives way instead.
//
// Wagtail dispatches `w-autosave:save` and sends after the interval, unless the event was prevented
// by then; `w-autosave:success` or `w-autosave:error` ends what was sent.

const PATIENCE = 30_000; // as long as the pressed button shows that it works

let autosave = null;
let held = null;
let isLeaving = false;

function interval(form) {
    return Number(form.dataset.wAutosaveIntervalValue);
}

/** Whether the autosave was sent, and has no answer yet. */
function isUnderWay(form) {
    return autosave && !autosave.defaultPrevented && performance.now() - autosave.timeStamp >= interval(form);
}

function hold(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    clearTimeout(held?.patience);
    held = { form: event.target, button: event.submitter, patience: setTimeout(end, PATIENCE) };
}

/** Submit by a field in place of the button: the answer has put other buttons there, and a pressed one is disabled. */
function submit({ form, button }) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: button?.name ?? "", value: button?.value ?? "" });
    form.append(field);
    form.requestSubmit();
    field.remove();
}

/** Let go of what waits, once all others have taken in the answer. */
function end() {
    autosave = null;
    if (!held) return;
    clearTimeout(held.patience);
    setTimeout(submit, 0, held);
    held = null;
}

document.addEventListener("w-autosave:save", (event) => {
    if (isLeaving) event.preventDefault();
    else autosave = event;
});
document.addEventListener("w-autosave:success", end);
document.addEventListener("w-autosave:error", end);

window.addEventListener("submit", (event) => {
    if (isUnderWay(event.target)) hold(event);
}, { capture: true });

window.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.target.matches("[data-edit-form]")) return;
    isLeaving = true;
    autosave?.preventDefault();
});

window.addEventListener("pageshow", () => {
    isLeaving = false;
});
