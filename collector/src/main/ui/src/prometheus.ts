// The Prometheus HTTP API, as much of it as the page needs.

import { json, Refused } from './http'

export type Labels = Readonly<Record<string, string>>

export interface Sample {
  readonly labels: Labels
  readonly value: number
}

/** Points are [seconds, value]. */
export interface Line {
  readonly labels: Labels
  readonly points: readonly (readonly [number, number])[]
}

export interface Alert {
  readonly labels: Labels
  readonly annotations: Labels
  readonly state: 'firing' | 'pending' | 'inactive'
  readonly activeAt: string
  readonly value: string
  readonly fingerprint?: string
}

export interface Rule {
  readonly name: string
  readonly type: 'alerting' | 'recording'
  readonly health: string
  readonly lastError?: string
  readonly lastEvaluation?: string
}

export interface RuleGroup {
  readonly name: string
  readonly file: string
  readonly rules: readonly Rule[]
}

/** A span of time in seconds, for range queries. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly step: number
}

interface Raw {
  readonly metric: Labels
  readonly value?: readonly [number, string]
  readonly values?: readonly (readonly [number, string])[]
}

/** Numbers as the API writes them: as text, with words for what JSON cannot say. */
export function number(text: string): number {
  if (text === '+Inf') return Infinity
  if (text === '-Inf') return -Infinity
  return text === 'NaN' ? NaN : Number(text)
}

async function data(path: string, parameters: Record<string, string | number | undefined>, signal: AbortSignal): Promise<unknown> {
  const body = (await json(path, parameters, signal)) as { status?: string; data?: unknown; error?: string } | null
  if (body?.status !== 'success') throw new Refused(500, body?.error ?? 'the answer is not one of the Prometheus API')
  return body.data
}

/** The value of an expression now: a vector, or a scalar as one sample without labels. */
export async function query(expr: string, signal: AbortSignal): Promise<Sample[]> {
  const { resultType, result } = (await data('/api/v1/query', { query: expr }, signal)) as { resultType: string; result: unknown }
  if (resultType === 'scalar') return [{ labels: {}, value: number((result as [number, string])[1]) }]
  if (resultType !== 'vector') throw new Refused(400, `the expression gives a ${resultType}, not one value a series`)
  return (result as Raw[]).map((raw) => ({ labels: raw.metric, value: number(raw.value?.[1] ?? 'NaN') }))
}

/** The values of an expression over a span. */
export async function queryRange(expr: string, span: Span, signal: AbortSignal): Promise<Line[]> {
  const { result } = (await data('/api/v1/query_range', { query: expr, ...span }, signal)) as { result: readonly Raw[] }
  return result.map((raw) => ({
    labels: raw.metric,
    points: (raw.values ?? []).map(([at, value]) => [at, number(value)] as const),
  }))
}

/** Alerts that are pending or firing. */
export async function alerts(signal: AbortSignal): Promise<readonly Alert[]> {
  return ((await data('/api/v1/alerts', {}, signal)) as { alerts: readonly Alert[] }).alerts
}

/** The alerting rules by group. */
export async function alertRules(signal: AbortSignal): Promise<readonly RuleGroup[]> {
  return ((await data('/api/v1/rules', { type: 'alert' }, signal)) as { groups: readonly RuleGroup[] }).groups
}
