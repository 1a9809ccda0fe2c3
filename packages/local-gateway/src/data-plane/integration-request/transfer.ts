import type { Integration } from "@aws-sdk/client-api-gateway";
import type { DeployedStage } from "../deployed-stage.ts";
import type { Transfer } from "../passing.ts";

export function transferOf(
  { responseTransferMode }: Pick<Integration, "responseTransferMode">,
  { api }: DeployedStage,
): Transfer {
  if (responseTransferMode !== "STREAM") return buffered;
  const isEdge = api.endpointConfiguration?.types?.includes("EDGE") === true;
  return { mode: "STREAM", maximumIdle: isEdge ? maximumIdle.edge : maximumIdle.other };
}

export const buffered: Transfer = { mode: "BUFFERED" };

/** D, response transfer mode: how long a stream may be silent, of edge-optimized APIs and of all others. */
const maximumIdle = { edge: 30_000, other: 5 * 60_000 } as const;
