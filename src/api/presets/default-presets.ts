/**
 * The presets with which an app begins that was made in the service's dashboard, by their names there.
 * ASSUMED: what each of them holds; only the names are published.
 */

import type { PresetBody } from './schemas.js'

type Permissions = PresetBody['permissions']

const nobody = {
  accept_waiting_requests: false,
  accept_stage_requests: false,
  can_accept_production_requests: false,
  can_change_participant_permissions: false,
  can_edit_display_name: true,
  can_livestream: false,
  can_record: false,
  can_spotlight: false,
  disable_participant_audio: false,
  disable_participant_screensharing: false,
  disable_participant_video: false,
  hidden_participant: false,
  is_recorder: false,
  kick_participant: false,
  pin_participant: false,
  show_participant_list: true,
  stage_enabled: false,
  stage_access: 'NOT_ALLOWED',
  transcription_enabled: false,
  recorder_type: 'NONE',
  waiting_room_type: 'SKIP',
  media: {
    audio: { can_produce: 'NOT_ALLOWED' },
    video: { can_produce: 'NOT_ALLOWED' },
    screenshare: { can_produce: 'NOT_ALLOWED' },
  },
  chat: {
    public: { can_send: true, text: true, files: true },
    private: { can_send: true, can_receive: true, text: true, files: true },
  },
  polls: { can_create: false, can_vote: true, can_view: true },
  plugins: { can_start: false, can_close: false, can_edit_config: false, config: {} },
  connected_meetings: {
    can_alter_connected_meetings: false,
    can_switch_connected_meetings: false,
    can_switch_to_parent_meeting: false,
  },
} as const satisfies Permissions

const producing = (access: 'ALLOWED' | 'NOT_ALLOWED' | 'CAN_REQUEST') => ({
  audio: { can_produce: access },
  video: { can_produce: access },
  screenshare: { can_produce: access },
})

const participant: Permissions = { ...nobody, media: producing('ALLOWED') }

const host: Permissions = {
  ...participant,
  accept_waiting_requests: true,
  accept_stage_requests: true,
  can_accept_production_requests: true,
  can_change_participant_permissions: true,
  can_livestream: true,
  can_record: true,
  can_spotlight: true,
  disable_participant_audio: true,
  disable_participant_screensharing: true,
  disable_participant_video: true,
  kick_participant: true,
  pin_participant: true,
  polls: { can_create: true, can_vote: true, can_view: true },
  plugins: { can_start: true, can_close: true, can_edit_config: true, config: {} },
  connected_meetings: {
    can_alter_connected_meetings: true,
    can_switch_connected_meetings: true,
    can_switch_to_parent_meeting: true,
  },
}

const config = (viewType: PresetBody['config']['view_type']): PresetBody['config'] => ({
  view_type: viewType,
  max_screenshare_count: 1,
  max_video_streams: { desktop: 9, mobile: 6 },
  livestream_viewer_qualities: [],
  media: {
    video: { quality: 'hd', frame_rate: 30, simulcast: false },
    screenshare: { quality: 'hd', frame_rate: 5 },
    audio: { enable_high_bitrate: false, enable_stereo: false },
  },
})

const ui: PresetBody['ui'] = {
  design_tokens: {
    border_radius: 'rounded',
    border_width: 'thin',
    spacing_base: 4,
    theme: 'dark',
    colors: {
      background: { 600: '#222222', 700: '#1f1f1f', 800: '#1b1b1b', 900: '#181818', 1000: '#141414' },
      brand: { 300: '#844d1c', 400: '#9d5b22', 500: '#b56927', 600: '#d37c30', 700: '#d9904f' },
      danger: '#FF2D2D',
      success: '#62A504',
      text: '#EEEEEE',
      text_on_brand: '#EEEEEE',
      video_bg: '#191919',
      warning: '#FFCD07',
    },
  },
}

const preset = (
  name: string,
  viewType: PresetBody['config']['view_type'],
  permissions: Permissions,
): PresetBody => ({ name, config: config(viewType), permissions, ui })

const onStage = { stage_enabled: true, stage_access: 'ALLOWED' } as const

export const defaultPresets: readonly PresetBody[] = [
  preset('group_call_host', 'GROUP_CALL', host),
  preset('group_call_participant', 'GROUP_CALL', participant),
  preset('group_call_guest', 'GROUP_CALL', { ...participant, waiting_room_type: 'ON_PRIVILEGED_USER_ENTRY' }),
  preset('webinar_presenter', 'WEBINAR', { ...host, ...onStage }),
  preset('webinar_viewer', 'WEBINAR', {
    ...nobody,
    media: producing('CAN_REQUEST'),
    stage_enabled: true,
    stage_access: 'CAN_REQUEST',
  }),
  preset('livestream_host', 'LIVESTREAM', { ...host, ...onStage }),
  preset('livestream_viewer', 'LIVESTREAM', { ...nobody, show_participant_list: false }),
]
