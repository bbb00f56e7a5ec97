// Follows the venue: puts each piece that changed in its place, and says so when it has lost sight of it.
const link = document.getElementById('link');
const events = new EventSource('/events');

events.addEventListener('pieces', (event) => {
  for (const [id, html] of Object.entries(JSON.parse(event.data))) {
    const element = document.getElementById(id);
    if (element) element.innerHTML = html;
  }
});
events.addEventListener('open', () => {
  link.textContent = '';
});
events.addEventListener('error', () => {
  link.textContent = `OFFLINE since ${new Date().toISOString().slice(11, 19)} UTC, trying again`;
});
