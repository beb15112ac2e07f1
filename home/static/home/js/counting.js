/* Says that an entry was opened, what was searched for and which result was opened; of the reader, nothing.
   Whoever asks not to be tracked is left out (docs/operations.md says what is kept). */

const SETTLED = 3000; // milliseconds that results stand before they are a search: until then somebody is typing
const declines = navigator.globalPrivacyControl || navigator.doNotTrack === "1";
const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate"; // no reload, no way back

const { entry, countRead, countSearch } = document.body.dataset;

let waiting = 0; // the timer of results that may stand
let seen = ""; // the slip of the results that are shown
let words = null; // what was searched for last, once it was told

function tell(address, said) {
  if (!declines && address) navigator.sendBeacon(address, new URLSearchParams(said));
}

/** Call `then` once somebody sees the page: tabs are opened in the background, too. */
function whenSeen(then) {
  if (document.visibilityState === "visible") then();
  else document.addEventListener("visibilitychange", () => whenSeen(then), { once: true });
}

function shown() {
  return document.getElementById("Results");
}

/** Tell of the results that are shown, unless that was done. The same words with other filters are no new search. */
function tellOfSearch() {
  clearTimeout(waiting);
  const { slip, query = "" } = shown()?.dataset ?? {};
  if (!slip || slip === seen) return;
  seen = slip;
  tell(countSearch, { slip, again: query === words ? "1" : "" });
  words = query;
}

function lookAgain() {
  clearTimeout(waiting);
  waiting = setTimeout(() => whenSeen(tellOfSearch), SETTLED);
}

function opened(event) {
  const link = event.target.closest("#Results .card__title a");
  if (!link || event.button > 1) return;
  const results = shown();
  tellOfSearch();
  const rank = [...results.querySelectorAll(".cards > li")].indexOf(link.closest("li"));
  if (results.dataset.slip) tell(countSearch, { slip: results.dataset.slip, rank });
}

if (entry && isNew) whenSeen(() => tell(countRead, { entry, locale: document.documentElement.lang }));

if (countSearch && shown()) {
  if (isNew) {
    whenSeen(tellOfSearch);
  } else {
    seen = shown().dataset.slip ?? "";
    words = shown().dataset.query ?? null;
  }
  document.addEventListener("click", opened);
  document.addEventListener("auxclick", opened);
  new MutationObserver(lookAgain).observe(document.getElementById("Content"), { childList: true, subtree: true });
}
