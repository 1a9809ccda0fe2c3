/** How a statement ends: go on, leave the innermost loop, macro or block, or stop the whole template. */
export type Flow = typeof goOn | typeof leave | typeof halt;
export const goOn = 0;
export const leave = 1;
export const halt = 2;
