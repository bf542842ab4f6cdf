/** The frame around every view. */

import { place } from '../core/router.js'
import { views } from '../views/index.js'
import { Header } from './header.js'
import { Help } from './help.js'
import { Nav } from './nav.js'
import { Confirm, Notices } from './notices.js'
import { Palette } from './palette.js'

function View() {
  const { path } = place.value
  for (const { pattern, view: Shown } of views) {
    const match = pattern.exec(path)
    if (match) return <Shown key={path} id={match[1] === undefined ? '' : decodeURIComponent(match[1])} />
  }
  return (
    <div class="empty">
      <h1>There is no such page</h1>
      <p>The address may have been cut off. Choose a page on the left.</p>
    </div>
  )
}

export function App() {
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header />
      <Nav />
      <main id="main" tabIndex={-1}>
        <View />
      </main>
      <Notices />
      <Confirm />
      <Palette />
      <Help />
    </>
  )
}
