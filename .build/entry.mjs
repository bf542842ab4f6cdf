#!/usr/bin/env node
/** Where the bundle starts: what follows is compiled once and kept by V8, on a Node that can (from 22.1 on). */

import module from 'node:module'

module.enableCompileCache?.()
await import('../src/main.ts')
