/**
 * The function, which works something out once for each object that it is asked about, and forgets it together with the
 * object. Documents and what users configure are values: what is made of one stays right for as long as it is there.
 */
export function oncePer<Key extends object, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = work(key);
    known.set(key, value);
    return value;
  };
}
