// The list of events by keyboard, an event beside it, and rows that are loaded in place. Without this file every link
// and form of the page still does what it says.
const beside = document.getElementById("beside");
const keys = document.getElementById("keys");
const single = document.getElementById("single-keys");
const trouble = document.getElementById("trouble");
const events = () => [...document.querySelectorAll("a[data-event]")].filter((one) => one.checkVisibility());

// ---- Addresses without empty fields, since they are kept, sent on and read.

document.querySelector("form.filters").addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
});

// ---- Rows.

let last = null;

function move(step) {
  const all = events();
  const at = all.indexOf(last);
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  if (next) next.focus();
}

document.addEventListener("focusin", ({ target }) => {
  if (target.matches("a[data-event]")) mark(target);
});

function mark(link) {
  if (last) last.closest("tr").classList.remove("at");
  last = link;
  link.closest("tr").classList.add("at");
  link.closest("tr").scrollIntoView({ block: "nearest" });
}

// ---- An event beside the list. Where there is no room for both, its link leads to its page.

let wanted = null;

async function open(link) {
  mark(link);
  wanted?.abort();
  const mine = (wanted = new AbortController());
  beside.hidden = false;
  beside.setAttribute("aria-busy", "true");
  beside.querySelector("[data-whole]").href = link.href;
  try {
    const answer = await fetch(link.href, { signal: mine.signal });
    if (answer.redirected) return location.assign(link.href);
    fill(new DOMParser().parseFromString(await answer.text(), "text/html"), answer.url);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(link.href);
  }
}

function fill(page, address) {
  const inside = beside.querySelector(".inside");
  for (const name of ["href", "src", "action", "hx-get", "hx-post"])
    for (const one of page.querySelectorAll(`[${name}]`))
      one.setAttribute(name, new URL(one.getAttribute(name), address).href);
  const known = new Set([...document.querySelectorAll("link[rel=stylesheet]")].map((one) => one.href));
  for (const one of page.querySelectorAll("link[rel=stylesheet]"))
    if (!known.has(one.href)) document.head.append(document.importNode(one));
  page.querySelector("#content .back")?.remove();
  page.querySelector("#content h1")?.setAttribute("aria-level", "2");
  inside.replaceChildren(...document.importNode(page.getElementById("content"), true).childNodes);
  htmx.process(inside);
  beside.removeAttribute("aria-busy");
  beside.scrollTop = 0;
  beside.focus({ preventScroll: true });
  last.closest("tr").scrollIntoView({ block: "nearest" });
}

function close() {
  wanted?.abort();
  beside.hidden = true;
  beside.querySelector(".inside").replaceChildren();
  last?.focus();
}

document.addEventListener("click", (click) => {
  const link = click.target.closest("a[data-event]");
  const plain = click.button === 0 && !click.ctrlKey && !click.metaKey && !click.shiftKey && !click.altKey;
  if (link && plain && matchMedia("(min-width: 1001px)").matches) {
    click.preventDefault();
    open(link);
  } else if (click.target.closest("[data-close]")) close();
});

// ---- Keys. Those that are letters can be switched off: who dictates types them without meaning to.

const show = document.getElementById("show-keys");
show.hidden = false;
show.addEventListener("click", () => keys.showModal());
single.checked = localStorage.getItem("single-keys") !== "off";
single.addEventListener("change", () => localStorage.setItem("single-keys", single.checked ? "on" : "off"));

const does = {
  j: () => move(1),
  k: () => move(-1),
  "/": () => document.querySelector("form.filters input").focus(),
  "?": () => keys.showModal(),
};

document.addEventListener("keydown", (press) => {
  if (press.ctrlKey || press.metaKey || press.altKey || keys.open) return;
  if (press.key === "Escape" && !beside.hidden) return close();
  if (press.target.closest("input, select, textarea, pre")) return;
  const inRows = press.target.matches("a[data-event]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
  const act = inRows && step ? () => move(step) : single.checked && does[press.key];
  if (!act) return;
  press.preventDefault();
  act();
});

// ---- Rows loaded in place: the counts go on, and the keyboard stands on the first new one.

let before = null;
const sums = () => new Map([...document.querySelectorAll("[data-sum]")].map((one) => [one.dataset.sum, one]));

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  trouble.hidden = true;
  if (detail.elt.id !== "more") return;
  before = { rows: events().length, sums: new Map([...sums()].map(([name, one]) => [name, Number(one.textContent)])) };
  detail.elt.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // Signed out meanwhile: what came is the page that asks to sign in.
  if (detail.xhr.responseURL.endsWith("/login")) location.assign(detail.xhr.responseURL);
});

document.addEventListener("htmx:afterSettle", () => {
  if (!before) return;
  for (const [name, one] of sums()) one.textContent = Number(one.textContent) + before.sums.get(name);
  document.getElementById("first")?.remove();
  (events()[before.rows] ?? document.getElementById("more") ?? last)?.focus();
  before = null;
});

for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"])
  document.addEventListener(failure, () => {
    document.getElementById("more")?.removeAttribute("aria-busy");
    before = null;
    trouble.hidden = false;
  });
