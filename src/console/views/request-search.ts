/** Reads what is searched among requests: `status:5xx op:start-livestreaming method:POST text`. */

export const searchHelp =
  'status:404 or status:5xx, op:OPERATION, method:POST, account:ID, app:ID, and any text of the address or the bodies'

const fields: Record<string, string> = {
  status: 'status',
  op: 'operation',
  operation: 'operation',
  method: 'method',
  account: 'account_id',
  app: 'app_id',
}

/** Split a search into the filters of the journal. @returns the filters, and what is wrong with the search if something is */
export function readSearch(text: string): { query: Record<string, string>; problem?: string } {
  const query: Record<string, string> = {}
  const rest: string[] = []
  let problem: string | undefined
  for (const word of text.trim().split(/\s+/).filter(Boolean)) {
    const [, name = '', value = ''] = /^(\w+):(.*)$/.exec(word) ?? []
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field === undefined) rest.push(word)
    else if (!value) problem = `${name}: needs a value`
    else if (field === 'status' && !/^[1-5](\d\d|xx)$/.test(value))
      problem = `status: takes 404 or 5xx, not ${value}`
    else query[field] = field === 'method' ? value.toUpperCase() : value
  }
  if (rest.length) query.search = rest.join(' ')
  return { query, ...(problem !== undefined && { problem }) }
}
