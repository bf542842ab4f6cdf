/** What is scheduled, on a line from now to the last of it. */

import type { Scheduled } from '../../control/scheduled-schemas.js'
import { spanOf, timeOf } from '../core/format.js'
import { nowOf } from '../core/time.js'
import { hrefOfJob } from './scheduled.js'

const WIDTH = 1000
const HEIGHT = 64
const EDGE = 12

/**
 * Find the place of an instant between now and the last: the nearer, the wider, so that seconds and days fit on one
 * line.
 */
const placeOf = (distance: number, farthest: number) =>
  EDGE +
  (Math.log1p(Math.max(0, distance) / 1000) / Math.log1p(Math.max(1000, farthest) / 1000)) *
    (WIDTH - 2 * EDGE)

/** The marks below the line. */
const steps = [1, 10, 60, 600, 3600, 86_400, 864_000]

export function Timeline({ jobs }: { jobs: readonly Scheduled[] }) {
  const distances = jobs.map((job) => Date.parse(job.at) - (nowOf(job.account_id) ?? Date.parse(job.at)))
  const farthest = Math.max(60_000, ...distances)
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      class="timeline"
      role="group"
      aria-label="What is scheduled, from now on"
    >
      <line x1={EDGE} x2={WIDTH - EDGE} y1={28} y2={28} />
      <text x={EDGE} y={54}>
        now
      </text>
      {steps
        .filter((seconds) => seconds * 1000 <= farthest)
        .map((seconds) => (
          <g key={seconds}>
            <line
              x1={placeOf(seconds * 1000, farthest)}
              x2={placeOf(seconds * 1000, farthest)}
              y1={24}
              y2={36}
            />
            <text x={placeOf(seconds * 1000, farthest)} y={54} text-anchor="middle">
              {spanOf(seconds * 1000).replace(/ 00 (s|min)$/, '')}
            </text>
          </g>
        ))}
      {jobs.map((job, i) => {
        const title = `${job.kind} at ${timeOf(job.at)}`
        const dot = (
          <circle cx={placeOf(distances[i] ?? 0, farthest)} cy={28} r={7}>
            <title>{title}</title>
          </circle>
        )
        const href = hrefOfJob(job)
        const key = `${job.at} ${job.kind} ${i}`
        return href === undefined ? (
          <g key={key}>{dot}</g>
        ) : (
          <a key={key} href={href} aria-label={title}>
            {dot}
          </a>
        )
      })}
    </svg>
  )
}
