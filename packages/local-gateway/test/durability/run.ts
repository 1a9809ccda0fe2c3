import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killRepeatedly } from "./kills.ts";

/**
 * `npm run durability -w @gatewright/local-gateway [-- kills]`: nothing that was acknowledged is lost, nothing is
 * invented.
 */

const kills = Number(process.argv[2] ?? 200);
const directory = await mkdtemp(join(tmpdir(), "gatewright-durability-"));
try {
  const result = await killRepeatedly({
    directory,
    kills,
    random: Math.random,
    onKill: (soFar) => {
      if (soFar.kills % 20 === 0) console.log(`${soFar.kills} kills, ${soFar.acknowledged} acknowledged`);
    },
  });
  const { acknowledged, underWay, differences } = result;
  console.log(
    `${kills} kills: ${acknowledged} changes acknowledged, ${underWay} under way at a kill, ${differences.length} lost or invented.`,
  );
  for (const line of differences) console.log(`  ${line}`);
  if (differences.length > 0) process.exitCode = 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
