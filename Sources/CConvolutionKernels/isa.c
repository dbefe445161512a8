// isa.c, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// What the processor can do, and what the operating system lets it.

#include "tables.h"

#if defined(CK_HAS_X86_TABLES)

#include <cpuid.h>

// The registers that the operating system saves at a context switch, a mask of
// bits of XCR0. 0 where it does not use XSAVE.
static uint64_t saved_registers(void) {
  unsigned eax, ebx, ecx, edx;
  if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx)) return 0;
  if ((ecx & bit_OSXSAVE) == 0) return 0;
  uint32_t low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (uint64_t)high << 32 | low;
}

static bool has_avx2(void) {
  const uint64_t vectors = 0x6;  // XMM and the upper halves of YMM
  if ((saved_registers() & vectors) != vectors) return false;
  unsigned eax, ebx, ecx, edx;
  if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx)) return false;
  if ((ecx & bit_AVX) == 0 || (ecx & bit_FMA) == 0) return false;
  if (!__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) return false;
  return (ebx & bit_AVX2) != 0;
}

static bool has_avx512(void) {
  const uint64_t vectors = 0xe6;  // those, the masks, and all of ZMM
  if (!has_avx2() || (saved_registers() & vectors) != vectors) return false;
  unsigned eax, ebx, ecx, edx;
  if (!__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) return false;
  const unsigned needed =
      bit_AVX512F | bit_AVX512DQ | bit_AVX512BW | bit_AVX512VL;
  return (ebx & needed) == needed;
}

bool ck_foresees_planes(void) {
  unsigned eax, ebx, ecx, edx;
  return __get_cpuid(0, &eax, &ebx, &ecx, &edx) && ebx == signature_INTEL_ebx &&
         ecx == signature_INTEL_ecx && edx == signature_INTEL_edx;
}

#else

bool ck_foresees_planes(void) { return false; }

#endif

bool ck_isa_is_supported(ck_isa isa) {
  switch (isa) {
    case CK_ISA_BASELINE:
      return true;
#if defined(CK_HAS_X86_TABLES)
    case CK_ISA_AVX2:
      return has_avx2();
    case CK_ISA_AVX512:
      return has_avx512();
#endif
    default:
      return false;
  }
}

const ck_table *ck_table_for(ck_isa isa) {
  if (!ck_isa_is_supported(isa)) return NULL;
  switch (isa) {
#if defined(CK_HAS_X86_TABLES)
    case CK_ISA_AVX2:
      return &ck_table_avx2;
    case CK_ISA_AVX512:
      return &ck_table_avx512;
#endif
    default:
      return &ck_table_baseline;
  }
}
