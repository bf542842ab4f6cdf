/** The package has no types of its own for its small build, which lacks what Greenroom's playlists do not have. */
declare module 'hls.js/light' {
  export { default } from 'hls.js'
}
