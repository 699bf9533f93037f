// SPDX-License-Identifier: Apache-2.0
#include "decoder_client.h"
#include "decoder_wire.h"
