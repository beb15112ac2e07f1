/* The page of the shortlist: without ids in its address it leads on to the list of this browser, and
   with others than are kept here it offers to keep them. */

import { addressOf, keep, kept } from "./keep.js";

const page = document.getElementById("Shortlist");
const { path, asked } = page.dataset;
const shown = asked.split(" ").filter(Boolean);
const own = kept();
const isOwn = own.length === shown.length && shown.every((id) => own.includes(id));

if (!shown.length && own.length && !location.search) {
  location.replace(addressOf(own, path));
} else if (shown.length && !isOwn) {
  const notice = document.getElementById("NotOwn");
  notice.hidden = false;
  notice.querySelector("a").hidden = !own.length;
  notice.querySelector("button").addEventListener("click", () => {
    const all = [...new Set([...own, ...shown])];
    if (keep(all)) location.assign(addressOf(kept(), path));
  });
} else {
  for (const link of page.querySelectorAll("[data-remove]")) {
    link.addEventListener("click", () => keep(kept().filter((id) => id !== link.dataset.remove)));
  }
}
