/* The shortlist: ids of entries, kept in this browser alone. Its buttons, and the way to it. */

const PLACE = "groundwork.shortlist";
const MOST = 50; // the page of the list shows as many
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const link = document.getElementById("Kept");
const told = document.createElement("p");

/** The ids that are kept, whatever else was written in their place. */
export function kept() {
  try {
    const ids = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
    return Array.isArray(ids) ? [...new Set(ids.filter((id) => ID.test(id)))].slice(0, MOST) : [];
  } catch {
    return []; // nothing can be kept in this browser, or what was kept cannot be read
  }
}

/** Keep just these; whether the browser let us. */
export function keep(ids) {
  try {
    localStorage.setItem(PLACE, JSON.stringify(ids.slice(0, MOST)));
    return true;
  } catch {
    return false;
  }
}

export function addressOf(ids, path = link.getAttribute("href")) {
  return ids.length ? `${path}?${new URLSearchParams(ids.map((id) => ["e", id]))}` : path;
}

function show() {
  const ids = kept();
  link.hidden = !ids.length;
  link.href = addressOf(ids, link.pathname);
  link.querySelector(".kept-link__count").textContent = ids.length;
  for (const button of document.querySelectorAll("[data-keep]")) {
    const isKept = ids.includes(button.dataset.keep);
    button.querySelector("[data-when=kept]").hidden = !isKept;
    button.querySelector("[data-when=unkept]").hidden = isKept;
    button.hidden = !ID.test(button.dataset.keep);
  }
}

function toggled(id) {
  const ids = kept();
  if (ids.includes(id)) return keep(ids.filter((each) => each !== id)) ? "removed" : "failed";
  if (ids.length === MOST) return "full";
  return keep([...ids, id]) ? "kept" : "failed";
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-keep]");
  if (button) {
    told.textContent = link.dataset[toggled(button.dataset.keep)];
    show();
  }
  if (event.target.closest("[data-print]")) print();
});
addEventListener("storage", show); // another tab
addEventListener("pageshow", show); // back to a page that the browser had put aside
new MutationObserver(show).observe(document.getElementById("Content"), { childList: true, subtree: true });

told.className = "visually-hidden";
told.setAttribute("role", "status");
document.body.append(told);
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
show();
