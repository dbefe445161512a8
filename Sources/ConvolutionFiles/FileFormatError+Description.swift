// FileFormatError+Description.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension FileFormatError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .inFile(let path, let problem):
      "\(path): \(problem)"
    case .pathContainsNUL(let path):
      "the path \(path.debugDescription) contains a NUL character; paths must not"
    case .fileNotFound(let path):
      "there is no file at \(path.debugDescription); the path must name one that exists"
    case .directoryNotFound(let path):
      "the directory of \(path.debugDescription) does not exist; create it first"
    case .isDirectory(let path):
      "\(path.debugDescription) is a directory; the path must name a regular file"
    case .notRegularFile(let path, let kind):
      "\(path.debugDescription) is a \(kind); the path must name a regular file"
    case .changedWhileReading(let path, let expected, let actual):
      "\(path.debugDescription) had \(expected) bytes when it was opened and \(actual) when it was "
        + "read; a file must not change while it is read"
    case .systemCallFailed(let call, let path, let code):
      "\(call) failed for \(path.debugDescription): \(Self.message(code)) (errno \(code))"
    case .outOfMemory(let bytes):
      "the system has no \(bytes) bytes of memory to give; use smaller tensors"
    case .empty:
      "there are no bytes; a file starts with its header"
    case .truncated(let part, let expected, let actual):
      "the \(part) ends at byte \(expected), but there are only \(actual) bytes"
    case .headerTooLong(let length, let limit):
      "the header has \(length) bytes; at most \(limit) are accepted"
    case .headerBeyondFile(let length, let available):
      "the header has \(length) bytes, but only \(available) follow; "
        + "the file is cut off or its header length wrong"
    case .notASCII(let offset, let byte):
      "the header has byte \(hexadecimal(byte)) at \(offset); it must be ASCII"
    case .notUTF8(let offset):
      "the header is not UTF-8 at byte \(offset); it must be"
    case .headerSyntax(let offset, let expected, let found):
      "the header has \(found) at byte \(offset); expected \(expected)"
    case .integerOutOfRange(let offset, let digits):
      "the header has the number \(digits) at byte \(offset); "
        + "numbers must be within \(Int.min)...\(Int.max)"
    case .missingKey(let key, let object):
      "\(object) lacks the key \(key.debugDescription)"
    case .duplicateKey(let key, let object):
      "\(object) has the key \(key.debugDescription) twice; every key must be there once"
    case .unexpectedKey(let key, let object, let accepted):
      "\(object) has the key \(key.debugDescription); accepted: \(accepted)"
    case .invalidValue(let key, let value, let accepted):
      "\(key) is \(value); accepted: \(accepted)"
    case .notNPY(let found):
      "the file starts with \(found.map(hexadecimal).joined(separator: " ")); "
        + "an .npy file starts with 0x93 NUMPY"
    case .unsupportedNPYVersion(let major, let minor):
      "the file has .npy format version \(major).\(minor); accepted: 1.0, 2.0, 3.0"
    case .metadataNotString(let key, let found):
      if let key {
        "__metadata__ has a value that starts with \(found) for \(key.debugDescription); "
          + "its values must be strings"
      } else {
        "__metadata__ starts with \(found); it must be an object of strings"
      }
    case .reservedName(let name):
      "a tensor is named \(name.debugDescription), a name the format keeps for itself; use another"
    case .tensorNotFound(let name, let available):
      "there is no tensor \(name.debugDescription); there are"
        + (available.isEmpty
          ? " none" : ": " + available.map(\.debugDescription).joined(separator: ", "))
    case .unsupportedType(let tensor, let type):
      "\(subject(tensor)) has element type \(type); accepted: "
        + (tensor == nil ? "<f4, <f8, >f4, >f8" : "F32, F64")
    case .negativeDimension(let tensor, let shape):
      "\(subject(tensor)) has shape \(shape); every axis must be 0 or more"
    case .tooManyAxes(let tensor, let limit):
      "\(subject(tensor)) has more than \(limit) axes; at most \(limit) are accepted"
    case .sizeOverflow(let tensor, let shape):
      "\(subject(tensor)) has shape \(shape), more elements than \(Int.bitWidth) bits can address; "
        + "use smaller sizes"
    case .dataSizeMismatch(let tensor, let shape, let expected, let actual):
      "\(subject(tensor)) has \(actual) bytes of data; its shape \(shape) takes \(expected)"
    case .invalidOffsets(let tensor, let begin, let end):
      "\(subject(tensor)) lies at bytes \(begin) to \(end); "
        + "the first must be 0 or more, the second not below the first"
    case .overlap(let tensor, let begin, let other, let otherEnd):
      "\(subject(tensor)) starts at byte \(begin), before \(subject(other)) ends at \(otherEnd); "
        + "tensors must not overlap"
    case .unusedBytes(let begin, let end):
      "bytes \(begin) to \(end) of the data belong to no tensor; every byte must belong to one"
    case .dataBeyondFile(let tensor, let end, let available):
      "\(subject(tensor)) ends at byte \(end) of the data, which has \(available); "
        + "the file is cut off or its offsets wrong"
    case .integerNotExact(let tensor, let value):
      "\(subject(tensor)) has the integer \(value), which no Double equals; "
        + "integers must be exact to be converted"
    }
  }

  private func subject(_ tensor: String?) -> String {
    tensor.map { "tensor \($0.debugDescription)" } ?? "the array"
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    HeaderScanner.hexadecimal(byte)
  }

  private static func message(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "unknown error" }
    return unsafe String(cString: text)
  }
}
