/**
 * A value, or a promise where it takes time to make it. Whoever has one awaits promises alone: to wait for what is
 * there already costs as much as a small piece of work.
 */
export type Eventually<T> = T | Promise<T>;
