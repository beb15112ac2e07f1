// The standing list of what is missing: jumps to fields, keeps the button's counter in step with
// the list that each autosave renders anew, and says aloud when the number changes.

const PANEL = "[data-side-panel='missing']";
const TOGGLE = "[data-side-panel-toggle='missing']";
const FIRST_VISIT_KEY = "groundwork:missing-shown";
const MARK_FOR = 2000;

/** Rows of an inline panel in the order shown, deleted ones left out. */
function rows(relation) {
    const list = document.getElementById(`id_${relation}-FORMS`);
    return list ? [...list.children].filter((row) => !row.classList.contains("deleted") && !row.hidden) : null;
}

/** The element a path such as `summary`, `results.0.students` or `body.<id>.alt` leads to, as near as there is. */
function find(path) {
    const [first, ...rest] = path.split(".");
    const list = rows(first);
    let found = list ? document.getElementById(`id_${first}-FORMS`)?.closest("[data-panel]") : null;
    let scope = document;
    let steps = [first, ...rest];
    if (list && rest.length) {
        scope = list[Number(rest[0])] ?? found;
        found = scope;
        steps = rest.slice(1);
    }
    for (const step of steps) {
        const next = scope.querySelector(`[data-contentpath="${CSS.escape(step)}"]`);
        if (!next) break;
        found = scope = next;
    }
    return found;
}

function unfold(element) {
    const tab = element.closest("[role='tabpanel'][hidden]");
    if (tab) document.querySelector(`[role='tab'][aria-controls='${tab.id}']`)?.click();
    for (let panel = element.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
        panel.querySelector(":scope > .w-panel__header > [data-panel-toggle][aria-expanded='false']")?.click();
    }
}

function jump(path) {
    const target = find(path);
    if (!target) return;
    unfold(target);
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    target.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    const field = "input:not([type='hidden']), textarea, select, [contenteditable='true'], button";
    (target.querySelector(".w-field__input")?.querySelector(field) ?? target.querySelector(field))?.focus({ preventScroll: true });
    target.classList.add("gw-missing-target");
    setTimeout(() => target.classList.remove("gw-missing-target"), MARK_FOR);
}

function follow(panel, speaker) {
    const list = panel.querySelector("[data-missing]");
    const counter = document.querySelector(`${TOGGLE} [data-side-panel-toggle-counter]`);
    if (!list || !counter) return;
    counter.textContent = list.dataset.missingCount;
    counter.hidden = list.dataset.missingCount === "0";
    if (speaker.textContent !== list.dataset.missingSummary) speaker.textContent = list.dataset.missingSummary;
}

/** On the first visit ever the list is open, where there is room for it; after that Wagtail remembers. */
function greet() {
    try {
        if (localStorage.getItem(FIRST_VISIT_KEY) || window.innerWidth < 1024) return;
        localStorage.setItem(FIRST_VISIT_KEY, "1");
    } catch {
        return;
    }
    document.querySelector(`${TOGGLE}[aria-expanded='false']`)?.click();
}

function start() {
    const panel = document.querySelector(PANEL);
    if (!panel) return;
    const speaker = document.createElement("div");
    speaker.className = "w-sr-only";
    speaker.setAttribute("role", "status");
    document.body.append(speaker);
    follow(panel, speaker);
    new MutationObserver(() => follow(panel, speaker)).observe(panel, { childList: true, subtree: true });
    panel.addEventListener("click", (event) => {
        const link = event.target.closest("[data-missing-jump]");
        if (!link) return;
        event.preventDefault();
        jump(link.dataset.missingJump);
    });
    greet();
}

if (document.readyState === "complete") start();
else window.addEventListener("load", start);
