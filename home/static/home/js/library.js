/* The library's page while one types and ticks: the same addresses, read without leaving the page.
   Without this script its form does all of it. */

const PAUSE = 250; // milliseconds without a key before we look
const SAVED = "groundwork.searches";
const MOST_SAVED = 20;
const MOST_TRIES = 5; // of one search, where very many are searching
const FOLDS = "#Results details[id], #Filters .filters__body details[id]";
const SIGNS = ["name", "href", "data-keep", "form"]; // what an element without an id is known by

const form = document.getElementById("Search");
const words = form.elements.q;
const announced = document.getElementById("Announced");

let waiting = 0; // the timer of the next look
let asking = null; // what aborts the look that is under way
let shown = shownAddress(); // what the results are of, or will be
let isWhole = true; // whether they are of words that are typed to their end
let isTyping = false; // the address changes with each word; back leads to before the first
const unfolded = new Set(); // ids, also of what an answer in between does not have

function shownAddress() {
  return location.pathname + location.search;
}

/** The one address of what the form says: sorted, without what is empty. */
function chosenAddress() {
  const pairs = [...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value);
  const query = new URLSearchParams(pairs);
  query.sort();
  return query.size ? `${location.pathname}?${query}` : location.pathname;
}

async function fetched(address, isUnfinished) {
  asking?.abort();
  asking = new AbortController();
  const url = new URL(address, location.href);
  if (isUnfinished) url.searchParams.set("typing", "1");
  const answer = await answered(url, asking.signal);
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Ask again for a while where very many are searching, each at a moment of its own. */
async function answered(url, signal) {
  for (let left = MOST_TRIES; ; left--) {
    const answer = await fetch(url, { signal, credentials: "same-origin" });
    const seconds = Number(answer.headers.get("Retry-After"));
    if (answer.status !== 503 || !seconds || left === 1) return answer;
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds * (0.5 + Math.random())));
    signal.throwIfAborted();
  }
}

/** Show what is at `address`. Where it cannot be fetched, go there: the browser says why. */
async function show(address, { isUnfinished = false, isBack = false } = {}) {
  shown = address;
  isWhole = !isUnfinished;
  const results = document.getElementById("Results");
  results.setAttribute("aria-busy", "true");
  try {
    const page = await fetched(address, isUnfinished);
    const held = document.activeElement;
    document.title = page.title;
    keepUnfolded(page);
    results.replaceWith(page.getElementById("Results"));
    showFilters(page, isBack);
    offerToSave();
    await null; // keep.js shows its buttons
    keepFocus(held);
    announce();
  } catch (problem) {
    if (problem.name !== "AbortError") location.assign(address);
  }
}

function keepUnfolded(page) {
  for (const part of document.querySelectorAll(FOLDS)) unfolded[part.open ? "add" : "delete"](part.id);
  for (const part of page.querySelectorAll(FOLDS)) part.open ||= unfolded.has(part.id);
}

/** Give the focus to what stands for `held`, if that was replaced. */
function keepFocus(held) {
  if (held.isConnected) return;
  const twin = document.querySelector(selectorOf(held));
  twin?.focus();
  if (!twin || document.activeElement !== twin) document.getElementById("Found").focus();
}

/** What finds the same in another answer; nothing, where no sign of it is known. */
function selectorOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.localName === "summary") return `${selectorOf(element.parentElement)} > summary`;
  const signs = element.type === "checkbox" ? ["name", "value"] : SIGNS.filter((sign) => element.hasAttribute(sign));
  const known = signs.map((sign) => `[${sign}="${CSS.escape(element.getAttribute(sign))}"]`).join("");
  return `:is(#Results, #Filters) ${element.localName}${known || ":not(*)"}`;
}

/** Take over the filters with their counts. What holds the focus stays, and only its counts change. */
function showFilters(page, isBack) {
  const here = document.querySelector("#Filters .filters__body");
  const there = page.querySelector("#Filters .filters__body");
  document.querySelector(".filters__title").replaceWith(page.querySelector(".filters__title"));
  if (!isBack && here.contains(document.activeElement)) {
    keepFocusIn(here, there);
  } else {
    replaceFilters(here, there);
  }
}

function replaceFilters(here, there) {
  here.addEventListener("change", (event) => event.stopPropagation()); // of a half-typed field, as it is taken out
  here.replaceWith(there);
}

function keepFocusIn(here, there) {
  const held = [...here.children].find((part) => part.contains(document.activeElement));
  const twin = held.id ? there.querySelector(`#${CSS.escape(held.id)}`) : [...there.children].find((part) => part.className === held.className);
  if (!twin) {
    replaceFilters(here, there);
    return;
  }
  for (const option of held.querySelectorAll(".option")) {
    const box = option.querySelector("input");
    const other = twin.querySelector(`input[value="${CSS.escape(box.value)}"]`);
    option.querySelector(".facet__count").textContent =
      other?.closest(".option").querySelector(".facet__count").textContent ?? "0";
  }
  const help = held.querySelector(".help");
  if (help) help.textContent = twin.querySelector(".help").textContent;
  for (const part of [...here.children]) if (part !== held) part.remove();
  let isBefore = true;
  for (const part of [...there.children]) {
    if (part === twin) isBefore = false;
    else if (isBefore) held.before(part);
    else here.append(part);
  }
}

function announce() {
  const told = document.getElementById("Found").textContent.trim();
  if (announced.textContent !== told) announced.textContent = told;
}

function look({ isUnfinished = false } = {}) {
  clearTimeout(waiting);
  const address = chosenAddress();
  if (address === shown && (isUnfinished || isWhole)) return; // Enter in a field is a change, too
  if (address !== shownAddress()) {
    if (isUnfinished && isTyping) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  }
  isTyping = isUnfinished;
  show(address, { isUnfinished });
}

words.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => look({ isUnfinished: true }), PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  look();
});
document.addEventListener("change", (event) => {
  if (event.target.form === form && event.target !== words && event.target.checkValidity()) look();
});
addEventListener("popstate", () => {
  if (shownAddress() === shown) return; // a link within the page
  clearTimeout(waiting);
  isTyping = false;
  words.value = new URLSearchParams(location.search).get("q") ?? "";
  show(shownAddress(), { isBack: true });
});

/* Searches saved in this browser */

function saved() {
  try {
    const kept = JSON.parse(localStorage.getItem(SAVED) ?? "[]");
    return Array.isArray(kept) ? kept.filter(({ address, words }) => typeof words === "string" && isOurs(address)) : [];
  } catch {
    return []; // nothing can be kept in this browser, or what was kept cannot be read
  }
}

/** Whether an address that was kept leads to the library, whatever wrote it. */
function isOurs(address) {
  return typeof address === "string" && address.startsWith("/") && new URL(address, location.href).pathname === location.pathname;
}

function keep(searches) {
  try {
    localStorage.setItem(SAVED, JSON.stringify(searches.slice(0, MOST_SAVED)));
    return true;
  } catch {
    return false;
  }
}

function listSaved() {
  const place = document.getElementById("Saved");
  const list = place.querySelector("ul");
  const searches = saved();
  list.replaceChildren(...searches.map((search) => savedItem(search, list.dataset.remove)));
  place.hidden = !searches.length;
}

function savedItem({ address, words: said }, remove) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const button = document.createElement("button");
  link.href = address;
  link.textContent = said;
  button.type = "button";
  button.textContent = "×";
  button.setAttribute("aria-label", `${remove}: ${said}`);
  button.addEventListener("click", () => {
    keep(saved().filter((each) => each.address !== address));
    listSaved();
    offerToSave();
    (document.querySelector("#Saved a") ?? words).focus();
  });
  item.append(link, button);
  return item;
}

/** Show the button that saves this search, unless it says nothing or is saved already. */
function offerToSave() {
  const offer = document.querySelector("[data-save]");
  const { save: address, words: said } = offer.dataset;
  const isKept = saved().some((each) => each.address === address);
  offer.hidden = !said || isKept;
  offer.querySelector("button").onclick = () => {
    if (!keep([{ address, words: said }, ...saved()])) return;
    listSaved();
    offer.hidden = true;
    document.querySelector("#Saved a").focus();
  };
}

listSaved();
offerToSave();
