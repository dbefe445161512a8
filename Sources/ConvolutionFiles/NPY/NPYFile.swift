// NPYFile.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// NumPy's `.npy` files: one array each.
///
/// ```swift
/// let image = try NPYFile.read("image.npy", as: Float.self)
/// try NPYFile.write(correlate2D(image, kernel), to: "edges.npy")
/// ```
///
/// Format versions 1.0, 2.0 and 3.0 are read, with elements of type `<f4`, `<f8`, `>f4` and `>f8`,
/// in row-major and in Fortran order. All other element types are refused by name: convert
/// such an array with NumPy's `astype` first. Nothing follows the array in its file.
///
/// A file is judged before memory is taken for it: a header of more than 65536 bytes, which NumPy
/// does not read either, a header or an array that the file has no bytes for, and everything else
/// that the format does not allow is a ``FileFormatError`` of its own.
public enum NPYFile {
  // MARK: Reading

  /// The array of the file at `path`, with the elements that it has there.
  ///
  /// - Throws: A ``FileFormatError`` with the path.
  public static func read(_ path: String) throws(FileFormatError) -> AnyTensor {
    try InputFile.read(path) { file throws(FileFormatError) in try decode(from: file) }
  }

  /// The array of the file at `path`, with elements of the type asked for; double precision asked
  /// for as `Float` is rounded.
  ///
  /// - Throws: A ``FileFormatError`` with the path.
  public static func read<Scalar: TensorScalar>(
    _ path: String, as type: Scalar.Type
  ) throws(FileFormatError) -> Tensor<Scalar> {
    try read(path).converted(to: type)
  }

  /// The array of a file whose bytes are in memory.
  ///
  /// - Throws: A ``FileFormatError``.
  public static func decode(_ bytes: [UInt8]) throws(FileFormatError) -> AnyTensor {
    try decode(from: ByteArraySource(bytes: bytes))
  }

  // MARK: Writing

  /// Writes `tensor` to the file at `path`, byte for byte as `numpy.save` does.
  ///
  /// The file takes its name when it is complete, in place of one that has it: there is never half
  /// a file at `path`.
  ///
  /// - Throws: A ``FileFormatError`` for a path that cannot be written, and a tensor of more than
  ///   64 axes, which NumPy has no arrays of.
  public static func write(_ tensor: AnyTensor, to path: String) throws(FileFormatError) {
    let header = try NPYHeader(describing: tensor).encoded()
    try OutputFile.write(to: path) { file throws(FileFormatError) in
      try file.append(header)
      try file.append(tensor)
    }
  }

  /// Writes `tensor` to the file at `path`, byte for byte as `numpy.save` does.
  ///
  /// - Throws: What ``write(_:to:)-(AnyTensor,String)`` throws.
  public static func write(
    _ tensor: Tensor<some TensorScalar>, to path: String
  ) throws(FileFormatError) {
    try write(AnyTensor(tensor), to: path)
  }

  /// The bytes of a file of `tensor`.
  ///
  /// - Throws: ``FileFormatError/tooManyAxes(tensor:limit:)`` beyond 64 axes.
  public static func encode(_ tensor: AnyTensor) throws(FileFormatError) -> [UInt8] {
    var bytes = ByteArraySink()
    try bytes.append(NPYHeader(describing: tensor).encoded())
    try bytes.append(tensor)
    return bytes.bytes
  }

  /// The bytes of a file of `tensor`.
  ///
  /// - Throws: ``FileFormatError/tooManyAxes(tensor:limit:)`` beyond 64 axes.
  public static func encode(
    _ tensor: Tensor<some TensorScalar>
  ) throws(FileFormatError) -> [UInt8] {
    try encode(AnyTensor(tensor))
  }
}

extension NPYFile {
  private static func decode(
    from source: borrowing some ByteSource & ~Copyable
  ) throws(FileFormatError) -> AnyTensor {
    let (header, offset) = try NPYHeader.read(from: source)
    let expected = try header.byteCount()
    let actual = source.count - offset
    guard expected == actual else {
      throw .dataSizeMismatch(
        tensor: nil, shape: header.shape, expected: expected, actual: actual)
    }
    switch header.element {
    case .float: return .float(try tensor(header, from: source, at: offset))
    case .double: return .double(try tensor(header, from: source, at: offset))
    }
  }

  private static func tensor<Scalar>(
    _ header: NPYHeader, from source: borrowing some ByteSource & ~Copyable, at offset: Int
  ) throws(FileFormatError) -> Tensor<Scalar> {
    // Elements in Fortran order are those of the transposed array in row-major order.
    let shape = header.isFortranOrder ? header.shape.reversed() : header.shape
    let tensor = try Tensor<Scalar>(
      shape: shape, readingFrom: source, at: offset, order: header.order, name: nil)
    return header.isFortranOrder ? tensor.transposed() : tensor
  }
}
