// Makes what the pages do already a little quicker. Every page works without.

// A form that was refused: the summary of what is wrong is read first.
document.querySelector("[data-focus]")?.focus();

// What changes by itself is looked at again after a moment.
if (document.querySelector("[data-again]")) setTimeout(() => location.reload(), 5000);

// Pictures go in parts, so that each can tell how far it is, and goes on where
// a connection broke.
const PART = 1 << 20;
const form = document.querySelector("form[data-upload]");
form?.addEventListener("submit", (event) => {
  const files = [...form.querySelector("input[type=file]").files];
  if (files.length === 0) return;
  event.preventDefault();
  sendAll(files);
});

async function sendAll(files) {
  form.hidden = true;
  const list = document.querySelector("[data-upload-list]");
  const sum = list.querySelector("[data-upload-sum]");
  const rows = files.map((file) => row(list, file));
  let done = 0;
  let kept = 0;
  const tell = () => {
    sum.textContent = `${done} of ${files.length} pictures sent`;
  };
  list.hidden = false;
  tell();
  const waiting = rows.entries();
  const stay = (event) => event.preventDefault();
  addEventListener("beforeunload", stay);
  const work = async () => {
    for (const [, one] of waiting) {
      // Two work at once: what is counted is read after the wait, not before.
      const arrived = await send(one);
      if (arrived) kept += 1;
      done += 1;
      tell();
    }
  };
  await Promise.all([work(), work()]);
  removeEventListener("beforeunload", stay);
  const arrived = files.length === 1 ? "The picture has arrived." : `All ${kept} pictures have arrived.`;
  sum.textContent =
    (kept === files.length
      ? arrived
      : `${kept} of ${files.length} pictures have arrived. What became of the others is told beside them.`) +
    " Do not delete anything on your camera or phone yet: your receipt says when each picture is checked.";
  list.querySelector("[data-upload-next]").hidden = false;
  sum.focus();
}

// A line for a file: its name stays in this browser.
function row(list, file) {
  const line = list.querySelector("template").content.firstElementChild.cloneNode(true);
  line.querySelector("[data-name]").textContent = file.name;
  list.querySelector("ul").append(line);
  const bar = line.querySelector("progress");
  const says = line.querySelector("[data-says]");
  return {
    file,
    far(at) {
      bar.value = file.size ? at / file.size : 1;
    },
    say(words, over) {
      says.textContent = words;
      bar.hidden = over ?? false;
    },
  };
}

// Whether the file is kept in the end.
async function send(one) {
  const token = form.elements.token.value;
  let upload = null;
  let at = 0;
  for (let failed = 0; ; ) {
    let answer;
    try {
      if (upload === null) {
        const body = new URLSearchParams({ token, bytes: one.file.size });
        answer = await ask(form.dataset.upload, { method: "POST", body });
      } else if (failed > 0) {
        answer = await ask(`/uploads/${upload}`, {});
      } else {
        const body = one.file.slice(at, at + PART);
        const headers = { "x-gatehouse-token": token };
        answer = await ask(`/uploads/${upload}/parts?at=${at}`, { method: "POST", body, headers });
      }
    } catch {
      failed += 1;
      one.say("The connection is gone. This goes on by itself when it is back.");
      await pause(failed);
      continue;
    }
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) {
      failed = 0;
      upload = told.file;
      at = told.at;
      one.far(told.kept ? one.file.size : at);
      if (told.kept) {
        one.say(told.before ? "Already here, not taken twice" : "Arrived", true);
        return true;
      }
      one.say("On its way");
    } else if (answer.status === 404 && upload !== null) {
      // Given up meanwhile, or the machine was started anew: once more.
      upload = null;
      at = 0;
      failed += 1;
      await pause(failed);
      if (failed > 5) return refuse(one, told);
    } else if (answer.status === 429 || answer.status === 503) {
      failed += 1;
      one.say("Waiting for the school’s machine");
      await pause(failed);
    } else {
      return refuse(one, told);
    }
  }
}

function refuse(one, told) {
  one.say(`Not kept. ${told.detail ?? "Send it again."}`, true);
  return false;
}

function ask(address, options) {
  const headers = { accept: "application/json", ...options.headers };
  const signal = AbortSignal.timeout(60_000);
  return fetch(address, { ...options, headers, signal, redirect: "error" });
}

// Longer each time, at most half a minute; at once when the connection is back.
function pause(failed) {
  return new Promise((go) => {
    setTimeout(go, Math.min(1000 * 2 ** (failed - 1), 30_000));
    addEventListener("online", go, { once: true });
  });
}
