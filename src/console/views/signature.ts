/** Verifies the signature of a delivery with the public key, as a receiver does. */

import { useEffect, useState } from 'preact/hooks'
import type { DescribedDelivery } from '../../api/webhooks/deliveries/schemas.js'

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))

/** Verify a body. @throws Error when the key cannot be read */
async function verify({ body }: DescribedDelivery, signature: string): Promise<boolean> {
  const response = await fetch('/.well-known/webhooks.json')
  const { data } = (await response.json()) as { data: { publicKey: string } }
  const key = await crypto.subtle.importKey(
    'spki',
    bytesOf(data.publicKey.replace(/-----[^-]+-----|\s/g, '')),
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    false,
    ['verify'],
  )
  return crypto.subtle.verify(key.algorithm.name, key, bytesOf(signature), new TextEncoder().encode(body))
}

/** Tell in words whether a delivery's signature verifies; undefined while that is being found out. */
export function useSignature(delivery: DescribedDelivery | undefined): string | undefined {
  const [text, setText] = useState<string>()
  const { body, headers } = delivery ?? {}
  const signature = headers?.['rtk-signature'] ?? headers?.['dyte-signature']
  useEffect(() => {
    if (!delivery) return
    if (signature === undefined) setText('none yet: it is signed when it is sent')
    // A page has no cryptography unless it is secure, which http is on localhost only.
    else if (!globalThis.crypto?.subtle) setText('cannot be verified here: open the console at localhost')
    else
      verify(delivery, signature).then(
        (isGood) => setText(isGood ? '✓ verifies with the public key' : '✗ does not verify'),
        () => setText('cannot be verified: the public key cannot be read'),
      )
  }, [body, signature])
  return text
}
