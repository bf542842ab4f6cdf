#!/usr/bin/env bash
# Makes fixtures/test-card.*: the clip that the files of recordings lead to, with its sound alone in each codec. Needs
# ffmpeg with x264 (Debian's package). The files are kept in the repository: Greenroom runs without ffmpeg.
#
# The clip lasts 8 seconds, which are 200 pictures and, at 48 kHz, exactly 375 frames of AAC, so that it can be repeated
# without a seam. Each 2 seconds begin with a key frame, no picture refers to one before it, and there are no B-frames:
# the clip can be cut into four segments of 2 seconds as it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../fixtures"

seconds=8
picture="testsrc2=size=640x360:rate=25:duration=$seconds"
# A quiet tone, and a short beep at each second.
sound="aevalsrc='0.02*sin(2*PI*220*t)+0.15*sin(2*PI*880*t)*lt(mod(t\\,1)\\,0.08)':s=48000:d=$seconds"
# The same bytes from each run of the same ffmpeg.
plain=(-map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact)
run() { ffmpeg -hide_banner -loglevel error -nostdin -y "$@"; }

run -f lavfi -i "$picture" -f lavfi -i "$sound" \
  -c:v libx264 -preset veryslow -profile:v main -level 3.0 -pix_fmt yuv420p -crf 37 -bf 0 \
  -g 50 -keyint_min 50 -sc_threshold 0 -x264-params open-gop=0:threads=1 \
  -c:a aac -b:a 32k -ac 2 "${plain[@]}" -movflags +faststart test-card.mp4
run -i test-card.mp4 -map 0:a -c copy "${plain[@]}" -movflags +faststart test-card.m4a
run -f lavfi -i "$sound" -c:a libmp3lame -b:a 32k -ac 1 "${plain[@]}" -id3v2_version 0 -write_xing 0 test-card.mp3
run -f lavfi -i "$sound" -c:a libopus -b:a 24k -ac 1 "${plain[@]}" test-card.webm

ls -l test-card.*
