/** Milliseconds since 1970 of `20150830T123600Z`, or NaN. The last is kept: clients sign many requests a second. */
export function timeOf(timestamp: string): number {
  if (timestamp !== lastTimestamp) {
    lastTime = read(timestamp);
    lastTimestamp = timestamp;
  }
  return lastTime;
}

let lastTimestamp = "";
let lastTime = Number.NaN;

function read(timestamp: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp);
  if (parts === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** `20150830T123600Z` of a time in milliseconds since 1970. */
export function timestampAt(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}
