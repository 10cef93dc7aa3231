// Sends a file so that a broken line costs nothing that came: the tus protocol 1.0.0 in one request
// from where the portal says the file ends, again and again until it is whole.
const QUIET = 30000; // ms without a byte after which a line counts as broken
const LAST = 120000; // ms for the answer once every byte is out
const WAITS = [1000, 2000, 5000, 10000, 20000, 30000];

export function key(file) {
  return `${file.name}|${file.size}|${file.lastModified}`;
}

// `to.begin` is where sessions begin, `to.address` one that is known, `to.told` the metadata;
// `on` hears progress(bytes), broken(), done(page), failed(sentence or "").
export function resumable(file, to, on) {
  const state = { file, to, on, sure: 0, tries: 0, timer: 0, request: null, isPaused: false };
  const again = () => {
    if (state.isPaused || state.request || !state.timer) return;
    clearTimeout(state.timer);
    go(state);
  };
  addEventListener("online", again);
  go(state);
  return {
    pause() {
      state.isPaused = true;
      clearTimeout(state.timer);
      state.request?.abort();
    },
    resume() {
      state.isPaused = false;
      go(state);
    },
  };
}

async function go(state) {
  state.timer = 0;
  try {
    const offset = (state.to.address && (await ended(state))) || 0;
    if (!state.to.address) await begin(state);
    state.sure = offset;
    if (offset < state.file.size) await send(state, offset);
    const session = await (await asked(state.to.address, "GET")).json();
    state.on.done(new URL(session.upload.page).pathname);
  } catch (fault) {
    if (state.isPaused) return;
    if (fault.isFinal) state.on.failed(fault.message);
    else later(state);
  }
}

function later(state) {
  state.on.progress(state.sure); // what left the browser need not have come
  state.on.broken();
  state.timer = setTimeout(() => go(state), WAITS[Math.min(state.tries++, WAITS.length - 1)]);
}

async function begin(state) {
  const metadata = Object.entries({ filename: state.file.name, fingerprint: key(state.file), ...state.to.told })
    .filter(([, value]) => value)
    .map(([name, value]) => `${name} ${base64(value)}`);
  const answer = await asked(state.to.begin, "POST", {
    "Upload-Length": state.file.size,
    "Upload-Metadata": metadata.join(","),
  });
  state.to.address = answer.headers.get("Location");
}

// How much has come for good; a session that is gone is begun anew.
async function ended(state) {
  const answer = await fetch(state.to.address, { method: "HEAD", headers: headers() });
  if (answer.ok) return Number(answer.headers.get("Upload-Offset"));
  if (answer.status !== 404 && answer.status !== 410) throw new Error("not now");
  state.to.address = "";
  return 0;
}

async function asked(address, method, more = {}) {
  const answer = await fetch(address, { method, headers: { ...headers(), ...more } });
  if (!answer.ok) throw refusal(answer.status, await answer.text());
  return answer;
}

function send(state, offset) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let watch = setTimeout(() => request.abort(), QUIET);
    state.request = request;
    request.upload.onprogress = (event) => {
      clearTimeout(watch);
      watch = setTimeout(() => request.abort(), event.loaded < event.total ? QUIET : LAST);
      state.tries = 0;
      state.on.progress(offset + event.loaded);
    };
    request.onloadend = () => {
      clearTimeout(watch);
      state.request = null;
      if (request.status === 204 && Number(request.getResponseHeader("Upload-Offset")) === state.file.size) resolve();
      else reject(refusal(request.status, request.responseText));
    };
    request.open("PATCH", state.to.address);
    const told = { ...headers(), "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" };
    for (const [name, value] of Object.entries(told)) request.setRequestHeader(name, value);
    request.send(state.file.slice(offset));
  });
}

// A refusal ends it, unless the same may be accepted in a moment.
function refusal(status, text) {
  const mayPass = [408, 409, 423, 429].includes(status);
  let problem = {};
  try {
    problem = JSON.parse(text);
  } catch {
    // no answer, or a proxy's own page
  }
  const isOver = ["too_many_sessions", "illegal_move"].includes(problem.code);
  const sentence = status === 401 || status === 403 ? "" : problem.detail || "";
  return Object.assign(new Error(sentence), {
    isFinal: (status >= 400 && status < 500 && !mayPass) || status === 507 || isOver,
  });
}

function headers() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return { "Tus-Resumable": "1.0.0", "X-CSRFToken": cookie ? cookie[1] : "" };
}

function base64(text) {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}
