// Makes one piece of a page equal to another and touches only what differs: focus, scroll, open disclosures,
// what is being typed and a running viewer stay as they are.

// What a viewer shows; elements that are none have no answer. A frame is never reused for another file,
// because the script that runs it holds on to its element.
function shown(element) {
  return element.hasAttribute("data-viewer") ? element.getAttribute("data-src") : null;
}

function same(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) return false;
  return old.nodeType !== Node.ELEMENT_NODE || (old.id === fresh.id && shown(old) === shown(fresh));
}

// State that belongs to the person, not to the server.
function kept(name, element) {
  return (name === "open" && element.nodeName === "DETAILS") || (name === "value" && element === document.activeElement);
}

function attributes(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (!kept(name, old) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!kept(name, old) && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
}

function node(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  if (old.isEqualNode(fresh) || shown(old) !== null) return; // a viewer of the same file keeps its canvas
  attributes(old, fresh);
  if (old === document.activeElement && old.matches("textarea, [contenteditable]")) return;
  children(old, fresh);
}

export function children(old, fresh) {
  let here = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    let match = here;
    while (match && !(same(match, wanted) && (match === here || (wanted.id ?? "") !== ""))) match = match.nextSibling;
    if (!match) {
      old.insertBefore(document.adoptNode(wanted), here);
      continue;
    }
    if (match !== here) old.insertBefore(match, here);
    else here = here.nextSibling;
    node(match, wanted);
  }
  while (here) {
    const next = here.nextSibling;
    here.remove();
    here = next;
  }
}

// `html` is the new content of `place`, or `place` itself again (then its data-* attributes come along).
export function swap(place, html, marker) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const again = page.querySelector(`[${marker}]`);
  if (again) for (const [name, value] of Object.entries(again.dataset)) place.dataset[name] = value;
  children(place, again ?? page.body);
  place.dispatchEvent(new CustomEvent("nexus:swapped", { bubbles: true }));
}
