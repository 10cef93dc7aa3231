// Sends the upload form with a progress bar, and goes on to the upload's page; a larger file so that a
// broken line costs nothing. Without JavaScript (or where anything here is missing) the plain form does.
// What this page has begun to send: pressed again after a refusal, it goes on there.
const begun = { mark: "", to: null };
const SMALL = 256000; // bytes; below it a file is sent again whole rather than asked about
const form = document.querySelector("form[data-unggah]");
if (form && window.FormData) start(form);

function start(form) {
  const file = form.querySelector("input[type=file]");
  const zone = form.querySelector("[data-jatuh]");
  file.addEventListener("change", () => told(form, file));
  if (zone) dropZone(form, zone, file);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!fits(form, file)) return;
    if (file.files[0]?.size > SMALL) sendOn(form, file.files[0]);
    else send(form);
  });
}

function dropZone(form, zone, file) {
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("atas");
    });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("atas"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    file.files = event.dataTransfer.files;
    told(form, file);
  });
}

function told(form, file) {
  const chosen = file.files[0];
  part(form, "nama").textContent = chosen ? `${chosen.name} (${size(chosen.size)})` : "";
  if (fits(form, file)) faults(form, []);
  const known = chosen && unfinished(form, chosen);
  part(form, "sambung").hidden = !known;
  if (known) recall(form, known);
}

// The session of this very file, from the list that the page shows: name, size and time of change agree.
function unfinished(form, file) {
  const key = `${file.name}|${file.size}|${file.lastModified}`;
  return [...document.querySelectorAll("[data-kunci]")].find((item) => item.dataset.kunci === key);
}

function recall(form, known) {
  part(form, "sambung").textContent = known.dataset.kata;
  for (const name of ["period", "note"]) {
    const field = form.elements[name];
    if (field && !field.value) field.value = known.dataset[name];
  }
}

function size(bytes) {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  return `${(bytes / 1e6).toFixed(1).replace(".", ",")} MB`;
}

function fits(form, file) {
  const chosen = file.files[0];
  if (!chosen || chosen.size <= Number(form.dataset.maks)) return true;
  faults(form, [form.dataset.besar]);
  return false;
}

function send(form) {
  const request = new XMLHttpRequest();
  const bar = part(form, "batang");
  const words = part(form, "kata");
  busy(form, true);
  faults(form, []);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const percent = Math.floor((event.loaded * 100) / event.total);
    bar.value = percent;
    words.textContent = percent < 100 ? `${form.dataset.mengirim} ${percent}%` : form.dataset.menyimpan;
  });
  request.addEventListener("load", () => answered(form, request));
  request.addEventListener("error", () => failed(form, form.dataset.putus));
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.send(filled(form));
}

async function sendOn(form, file) {
  const { resumable } = await import("./sambung.js");
  const known = unfinished(form, file);
  const { mengganti } = form.dataset; // the id of an upload whose file this one mends
  const told = { period: form.elements.period?.value || "", note: form.elements.note?.value || "", replaces: mengganti };
  const mark = `${file.name}|${file.size}|${file.lastModified}|${told.period}`;
  if (begun.mark !== mark) Object.assign(begun, { mark, to: { begin: form.dataset.sambungan, address: "" } });
  if (known && (mengganti || known.dataset.period === told.period)) begun.to.address ||= known.dataset.alamat;
  begun.to.told = told;
  busy(form, true);
  faults(form, []);
  const sending = resumable(file, begun.to, {
    progress: paced(form, file.size),
    broken: () => say(form, form.dataset.menyambung),
    done: (page) => location.assign(page),
    failed: (sentence) => failed(form, sentence || form.dataset.sesi),
  });
  pausing(form, sending);
}

// The bar and the speed with every step; what is read aloud only every ten percent.
function paced(form, total) {
  const began = { at: 0, bytes: 0 };
  return (bytes) => {
    const now = performance.now();
    if (!began.at || bytes < began.bytes) Object.assign(began, { at: now, bytes });
    const percent = Math.floor((bytes * 100) / total);
    const speed = now > began.at ? ((bytes - began.bytes) * 1000) / (now - began.at) : 0;
    part(form, "batang").value = percent;
    part(form, "laju").textContent = `${percent}% · ${size(bytes)} / ${size(total)}${speed ? ` · ${size(speed)}/${form.dataset.detik}` : ""}`;
    say(form, percent < 100 ? `${form.dataset.mengirim} ${percent - (percent % 10)}%` : form.dataset.menyimpan);
  };
}

function say(form, words) {
  const shown = part(form, "kata");
  if (shown.textContent !== words) shown.textContent = words;
}

function pausing(form, sending) {
  const button = part(form, "jeda");
  let isPaused = false;
  button.hidden = false;
  button.textContent = button.dataset.berhenti;
  button.onclick = () => {
    isPaused = !isPaused;
    button.textContent = isPaused ? button.dataset.lanjut : button.dataset.berhenti;
    if (isPaused) {
      sending.pause();
      say(form, form.dataset.dijeda);
    } else sending.resume();
  };
}

// Signing in again in another tab changes the token; the cookie always has the one of now.
function filled(form) {
  const body = new FormData(form);
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (cookie) body.set("csrfmiddlewaretoken", cookie[1]);
  return body;
}

function answered(form, request) {
  const answer = parsed(request.responseText);
  if (request.status === 201 && answer.url) location.assign(answer.url);
  else if (answer.errors) failed(form, ...answer.errors.map((fault) => fault.message));
  else failed(form, hasNoSession(request) ? form.dataset.sesi : form.dataset.putus);
}

function hasNoSession(request) {
  return request.status === 403 || new URL(request.responseURL).pathname.endsWith("/masuk");
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function failed(form, ...sentences) {
  busy(form, false);
  faults(form, sentences);
}

function busy(form, isBusy) {
  part(form, "kemajuan").hidden = !isBusy;
  for (const button of form.querySelectorAll("button:not([data-jeda])")) button.disabled = isBusy;
}

function faults(form, sentences) {
  const box = part(form, "salah");
  const list = box.querySelector("ul");
  list.replaceChildren(
    ...sentences.map((sentence) => {
      const item = document.createElement("li");
      item.textContent = sentence;
      return item;
    }),
  );
  box.hidden = !sentences.length;
  if (sentences.length) box.focus();
}

function part(form, name) {
  return form.querySelector(`[data-${name}]`);
}
