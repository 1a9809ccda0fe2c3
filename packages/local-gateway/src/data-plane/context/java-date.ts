/** A time as Java prints it, which is how API Gateway does in places: `Mon Jul 15 20:54:18 UTC 2019`. */
export function javaDate(time: number): string {
  const [, weekday, day, month, year, clock] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(new Date(time).toUTCString()) ?? [];
  return `${weekday} ${month} ${day} ${clock} UTC ${year}`;
}
