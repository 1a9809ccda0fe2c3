/** Makes a function that prints lines, those of one turn of the event loop in one write. */
export function lineWriter(write: (text: string) => void): (line: string) => void {
  let lines = "";
  const flush = () => {
    const text = lines;
    lines = "";
    if (text !== "") write(text);
  };
  process.once("exit", flush);
  return (line) => {
    if (lines === "") setImmediate(flush);
    lines += `${line}\n`;
  };
}
