/* Saves each tick as it is made. Without this, the form has a button that saves them all. */

const form = document.getElementById("Progress");
const was = form.elements.was;
const state = document.getElementById("State");
const bar = form.querySelector("progress");
const save = form.querySelector(".progress__save");
let last = Promise.resolve(); // one after the other, so that the last one tells how far it is

async function send(box) {
  const told = new URLSearchParams(box.checked ? { done: box.value } : { was: box.value });
  const answer = await fetch(form.action, {
    method: "POST",
    body: told,
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(15000),
  });
  if (answer.status === 410) location.reload(); // the link was ended elsewhere: the page says so
  if (!answer.ok) throw new Error(answer.statusText);
  const { done, total, told: words } = await answer.json();
  const ticked = new Set(was.value.split(" ").filter(Boolean));
  ticked[box.checked ? "add" : "delete"](box.value);
  was.value = [...ticked].join(" ");
  bar.max = total;
  bar.value = done;
  state.textContent = words;
}

form.addEventListener("change", ({ target }) => {
  if (target.name !== "done") return;
  last = last.then(() => send(target)).catch(() => {
    save.hidden = false;
    state.textContent = form.dataset.failed;
  });
});
save.hidden = true;

const copy = document.getElementById("Copy");
if (navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById("Address").value);
    copy.textContent = copy.dataset.done;
  });
}
addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); // another may have ticked since
