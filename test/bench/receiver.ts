/** A receiver of webhooks that answers at once, in a process of its own. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

let received = 0
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    received++
    response.end()
  })
}).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))

// Whatever is asked: how many there were.
process.on('message', () => process.send?.(received))
process.on('disconnect', () => process.exit(0))
