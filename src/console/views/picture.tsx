/** What a livestream shows: the page for viewers in a frame. */

/** The livestream's page for viewers, on this very address: a public URL may lead elsewhere. */
const watchPath = (playbackUrl: string) =>
  `${new URL(playbackUrl).pathname.replace(/manifest\/video\.m3u8$/, 'watch')}?embed`

const texts: Record<string, string> = {
  INVOKED: 'It has not been live yet. Push to it, or let it go live.',
  IDLE: 'It has ended.',
  ERRORED: 'It has failed.',
}

export function Picture(props: {
  livestream: { status: string; name: string | null; playback_url: string }
}) {
  const { status, name, playback_url: url } = props.livestream
  if (status !== 'LIVE') return <div class="picture blank">{texts[status]}</div>
  return (
    <iframe
      class="picture"
      src={watchPath(url)}
      title={`Picture of ${name ?? 'the livestream'}`}
      loading="lazy"
      allow="autoplay; fullscreen"
    />
  )
}
