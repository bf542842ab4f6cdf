/** The forms of errors and of paging, to compare answers with. */

/** An error of the service. */
export const serviceError = (code: number, message: string) => ({
  success: false,
  error: { code, message },
})

/** An error of the gateway. */
export const gatewayError = (...errors: [code: number, message: string][]) => ({
  success: false,
  errors: errors.map(([code, message]) => ({ code, message })),
  messages: [],
  result: null,
})

export const unroutable = (path: string) =>
  gatewayError(
    [7003, `Could not route to ${path}, perhaps your object identifier is invalid?`],
    [7000, 'No route for that URI'],
  )

export const paging = (total: number, from: number, to: number) => ({
  total_count: total,
  start_offset: from,
  end_offset: to,
})
