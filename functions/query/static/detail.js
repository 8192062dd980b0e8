// The proof is shown in place. Whatever else comes back (a refusal, the login page) is a page of its own: go there.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  const { href } = requestConfig.elt;
  if (href && (xhr.status !== 200 || xhr.responseURL !== href)) {
    event.preventDefault();
    location.assign(href);
  }
});
