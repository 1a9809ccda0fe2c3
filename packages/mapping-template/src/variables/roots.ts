import type { Behaviours } from "../behaviours.ts";
import { type Frame, spend } from "../compile/frame.ts";
import { createLazyMap } from "../java/from-json.ts";
import type { Value } from "../java/values.ts";
import { createContext } from "./context.ts";
import { createInput } from "./input.ts";
import { createUtil } from "./util.ts";

/** The variables that API Gateway provides. They have the first numbers in every template; what is not used is not made. */
export const rootNames = ["input", "util", "context", "stageVariables"] as const;
const [inputSlot, utilSlot, contextSlot, stageVariablesSlot] = [0, 1, 2, 3] as const;

/** Makes such a variable's value for a rendering, the same one each time it is asked for; null for other numbers. */
export function createRoots(behaviours: Behaviours): (frame: Frame, slot: number) => Value {
  const util = createUtil(behaviours);
  return (frame, slot) => {
    switch (slot) {
      case inputSlot:
        frame.input ??= createInput(frame.request, behaviours, (units) => spend(frame, units));
        return frame.input;
      case utilSlot:
        return util;
      case contextSlot:
        frame.context ??= createContext(frame.request.context, behaviours);
        return frame.context.value;
      case stageVariablesSlot:
        frame.stageVariables ??= createLazyMap(frame.request.stageVariables);
        return frame.stageVariables;
      default:
        return null;
    }
  };
}
