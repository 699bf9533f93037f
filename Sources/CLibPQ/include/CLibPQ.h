// SPDX-License-Identifier: Apache-2.0
//
// PostgreSQL's client library as Debian ships it. Swift sees its opaque types and functions; nothing is added.

#ifndef TUTELA_LIBPQ_H
#define TUTELA_LIBPQ_H

#include <postgresql/libpq-fe.h>

#endif
