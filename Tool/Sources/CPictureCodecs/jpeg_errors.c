// jpeg_errors.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#include "jpeg_errors.h"

#include <jerror.h>

static pc_status status_of(j_common_ptr cinfo) {
  switch (cinfo->err->msg_code) {
    case JERR_OUT_OF_MEMORY:
      return PC_OUT_OF_MEMORY;
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_ARITH_NOTIMPL:
    case JERR_IMAGE_TOO_BIG:
      return PC_UNSUPPORTED;
    case JERR_FILE_READ:
    case JERR_FILE_WRITE:
      return PC_FILE_ERROR;
    default:
      return PC_DAMAGED;
  }
}

static void on_error(j_common_ptr cinfo) {
  char message[JMSG_LENGTH_MAX];
  cinfo->err->format_message(cinfo, message);
  codec_fail(cinfo->client_data, status_of(cinfo), "%s", message);
}

// Level -1 is a warning: corrupt data that libjpeg would paint over. The
// levels from 0 on are tracing.
static void on_message(j_common_ptr cinfo, int level) {
  if (level < 0) on_error(cinfo);
}

static void print_nothing(j_common_ptr cinfo) { (void)cinfo; }

struct jpeg_error_mgr* jpeg_errors_to_codec(struct jpeg_error_mgr* manager) {
  jpeg_std_error(manager);
  manager->error_exit = on_error;
  manager->emit_message = on_message;
  manager->output_message = print_nothing;
  return manager;
}
