/** Serves a livestream's page for viewers: a player and the state in words, without anything from elsewhere. */

import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Livestream } from '../../api/livestreams/livestream.js'
import { createBuiltFiles } from '../../control/built-files.js'
import { consolePath, watchAssets } from '../../core/paths.js'
import { apiError } from '../../http/errors.js'

/** The files of the page, as the build writes them, and their media types. */
const files = {
  'watch.js': 'text/javascript; charset=utf-8',
  'watch.css': 'text/css; charset=utf-8',
} as const
type FileName = keyof typeof files

/** Nothing that an API client wrote can run as a script; the console of the same origin may frame the page. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter)

const head = (title: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
    <link rel="stylesheet" href="${watchAssets}/watch.css" />
`

/** The page where no livestream is. */
const missingPage = (message: string) => `${head('No livestream here')}  </head>
  <body data-state="missing">
    <main>
      <h1>No livestream here</h1>
      <p>${escaped(message)}. A reset or an import gives livestreams other addresses.</p>
      <p>The address of a livestream's page is in <a href="${consolePath}/livestreams">the console</a>, and it is
        its <code>playback_url</code> with <code>watch</code> in place of <code>manifest/video.m3u8</code>.</p>
    </main>
  </body>
</html>
`

const page = ({ name }: Livestream, isEmbedded: boolean) => {
  const title = escaped(name || 'Livestream')
  return `${head(title)}    <script type="module" src="${watchAssets}/watch.js"></script>
  </head>
  <body data-state="waiting"${isEmbedded ? ' data-embed' : ''}>
    <main>
      <h1>${title}</h1>
      <div class="stage">
        <video id="video" playsinline muted controls aria-label="${title}"></video>
        <p id="state" role="status"></p>
      </div>
      <div class="bar">
        <button type="button" id="sound">Unmute</button>
        <span>Shown by Greenroom</span>
      </div>
    </main>
  </body>
</html>
`
}

const secured = (reply: FastifyReply) =>
  reply.headers({
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  })

/** Serve the pages, and their files. @param deps.playedAt finds the livestream of a playback id */
export function serveWatch(
  app: FastifyInstance,
  { playedAt }: { playedAt(playbackId: string): Livestream | undefined },
) {
  const read = createBuiltFiles<FileName>()

  app.get<{ Params: { playback_id: string }; Querystring: { embed?: string } }>(
    '/:playback_id/watch',
    (request, reply) => {
      const { playback_id: playbackId } = request.params
      const livestream = playedAt(playbackId)
      if (!livestream) {
        const missing = apiError('noPlayback', playbackId)
        // A browser shows a page; a program reads the error.
        if (!request.headers.accept?.includes('text/html')) throw missing
        return secured(reply)
          .code(missing.status)
          .type('text/html; charset=utf-8')
          .send(missingPage(missing.message))
      }
      return secured(reply)
        .type('text/html; charset=utf-8')
        .send(page(livestream, request.query.embed !== undefined))
    },
  )
  app.get<{ Params: { file: string } }>(`${watchAssets}/:file`, (request, reply) => {
    const { file } = request.params
    if (!Object.hasOwn(files, file)) throw apiError('noRoute', request.url)
    const name = file as FileName
    const { content, etag } = read(name)
    secured(reply).header('etag', etag)
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    return reply.type(files[name]).send(content)
  })
}
