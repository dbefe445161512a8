// shim.h, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0
//
// The functions of CBLAS, LAPACK and OpenBLAS that the library calls, declared
// here rather than included from <cblas.h>:
//
// - which <cblas.h> the compiler finds depends on the system's alternatives,
//   and only OpenBLAS's own declares the openblas_* functions;
// - OpenBLAS's drags <complex.h>, <sched.h> and a handful of typedefs into
//   every module that imports it;
// - a client that wraps CBLAS in a module of its own would see two
//   declarations of one function. Ours have names of their own, bound to the
//   library's symbols, and so never meet the others.
//
// Layout, triangle and transposition are CBLAS's enumerations, `int` in its
// ABI. LAPACK is Fortran: arguments by address, matrices column by column, and
// the lengths of strings after all arguments.
// `blasint` is 32 bits: this is the LP64 interface.

#ifndef CCONVOLUTIONBLAS_SHIM_H
#define CCONVOLUTIONBLAS_SHIM_H

#include <stddef.h>
#include <stdint.h>

#if defined(__APPLE__)
#define CCB_SYMBOL(name) __asm__("_" name)
#else
#define CCB_SYMBOL(name) __asm__(name)
#endif

#if defined(__cplusplus)
extern "C" {
#endif

enum { CCB_ROW_MAJOR = 101 };
enum { CCB_NO_TRANSPOSE = 111, CCB_TRANSPOSE = 112 };
enum { CCB_UPPER = 121 };

/// C := alpha op(A) op(B) + beta C, op(A) being m x k and op(B) k x n.
void ccb_sgemm(int layout, int transpose_a, int transpose_b,  //
               int32_t m, int32_t n, int32_t k,               //
               float alpha, const float *a, int32_t lda,      //
               const float *b, int32_t ldb,                   //
               float beta, float *c, int32_t ldc) CCB_SYMBOL("cblas_sgemm");

void ccb_dgemm(int layout, int transpose_a, int transpose_b,  //
               int32_t m, int32_t n, int32_t k,               //
               double alpha, const double *a, int32_t lda,    //
               const double *b, int32_t ldb,                  //
               double beta, double *c, int32_t ldc) CCB_SYMBOL("cblas_dgemm");

/// y := alpha op(A) x + beta y, A being m x n.
void ccb_sgemv(int layout, int transpose, int32_t m, int32_t n,  //
               float alpha, const float *a, int32_t lda,         //
               const float *x, int32_t incx,                     //
               float beta, float *y, int32_t incy) CCB_SYMBOL("cblas_sgemv");

void ccb_dgemv(int layout, int transpose, int32_t m, int32_t n,  //
               double alpha, const double *a, int32_t lda,       //
               const double *x, int32_t incx,                    //
               double beta, double *y, int32_t incy) CCB_SYMBOL("cblas_dgemv");

/// C := alpha A transpose(A) + beta C, one triangle of it; A is n x k, after
/// the transposition.
void ccb_dsyrk(int layout, int triangle, int transpose,     //
               int32_t n, int32_t k,                        //
               double alpha, const double *a, int32_t lda,  //
               double beta, double *c, int32_t ldc) CCB_SYMBOL("cblas_dsyrk");

/// The eigenvalues of a symmetric matrix in ascending order, and with the job
/// "V" its eigenvectors in place of it.
void ccb_dsyevd(const char *job, const char *triangle, const int32_t *n,
                double *a, const int32_t *lda, double *eigenvalues,
                double *work, const int32_t *work_size, int32_t *integer_work,
                const int32_t *integer_work_size, int32_t *info,
                size_t job_length, size_t triangle_length)
    CCB_SYMBOL("dsyevd_");

/// The number of threads a call may use; one setting for the whole process.
int ccb_get_num_threads(void) CCB_SYMBOL("openblas_get_num_threads");
void ccb_set_num_threads(int count) CCB_SYMBOL("openblas_set_num_threads");

/// 0: built without threads, 1: with POSIX threads, 2: with OpenMP.
int ccb_get_parallel(void) CCB_SYMBOL("openblas_get_parallel");

/// The CPU core whose kernels were chosen at run time, such as "SkylakeX".
const char *ccb_get_corename(void) CCB_SYMBOL("openblas_get_corename");
/// Version and build options.
const char *ccb_get_config(void) CCB_SYMBOL("openblas_get_config");

#if defined(__cplusplus)
}
#endif

#endif
