// Watches an upload while the machine is at work; when a person is to act, shows the page anew.
// The page without JavaScript refreshes itself instead.
const box = document.querySelector("[data-pantau]");
if (box) watch(box, 1000);

function watch(box, pause) {
  setTimeout(async () => {
    const seen = await look(box.dataset.pantau);
    if (seen === null) return watch(box, Math.min(pause * 2, 15000));
    if (seen.is_settled || seen.state !== box.dataset.keadaan) return location.reload();
    show(box, seen);
    watch(box, Math.min(pause * 1.3, 5000));
  }, pause);
}

async function look(url) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store" });
    return answer.ok && !answer.redirected ? await answer.json() : null;
  } catch {
    return null;
  }
}

function show(box, seen) {
  const words = box.querySelector("[data-kata]");
  const bar = box.querySelector("progress");
  if (words.textContent !== seen.text) words.textContent = seen.text;
  if (seen.percent === null) bar.removeAttribute("value");
  else bar.value = seen.percent;
}
