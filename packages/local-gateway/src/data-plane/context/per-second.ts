/** A text of the second that a time (milliseconds since 1970) is in. It is kept: requests come many in a second. */
export function perSecond(print: (second: number) => string): (milliseconds: number) => string {
  let known = -1;
  let text = "";
  return (milliseconds) => {
    const second = Math.floor(milliseconds / 1000);
    if (second !== known) {
      text = print(second);
      known = second;
    }
    return text;
  };
}
