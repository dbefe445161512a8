// ReferenceFiles+Safetensors.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles

// The bytes are what safetensors 0.8.0 writes: `source` is the expression that made them, where
// `save` is `safetensors.numpy.save`.

extension ReferenceFile<NamedTensors> {
  static let safetensors: [ReferenceFile] = [
    ReferenceFile(
      source: "save({})",
      contents: NamedTensors(),
      hex: """
        08000000000000007b7d202020202020
        """),
    ReferenceFile(
      source: "save({}, {'framework': 'pt'})",
      contents: NamedTensors(metadata: ["framework": "pt"]),
      hex: """
        28000000000000007b225f5f6d657461646174615f5f223a7b226672616d65776f726b223a227074
        227d7d2020202020
        """),
    ReferenceFile(
      source: "save({'a': np.array([1, 2], dtype='f4')})",
      contents: NamedTensors(tensors: ["a": .float([1, 2])]),
      hex: """
        38000000000000007b2261223a7b226474797065223a22463332222c227368617065223a5b325d2c
        22646174615f6f666673657473223a5b302c385d7d7d20200000803f00000040
        """),
    ReferenceFile(
      source: """
        save({'b': np.array(0.5, dtype='f4'), 'a': np.array([[1, 2]], dtype='f4'),
        'c': np.array([0.1], dtype='f8')})
        """,
      contents: NamedTensors(
        tensors: ["a": .float([[1, 2]]), "b": .float(0.5), "c": .double([0.1])]),
      hex: """
        a8000000000000007b2263223a7b226474797065223a22463634222c227368617065223a5b315d2c
        22646174615f6f666673657473223a5b302c385d7d2c2261223a7b226474797065223a2246333222
        2c227368617065223a5b312c325d2c22646174615f6f666673657473223a5b382c31365d7d2c2262
        223a7b226474797065223a22463332222c227368617065223a5b5d2c22646174615f6f6666736574
        73223a5b31362c32305d7d7d202020209a9999999999b93f0000803f000000400000003f
        """),
    ReferenceFile(
      source: "save({'x': np.zeros((0, 3), dtype='f8'), 'y': np.zeros((2, 0), dtype='f4')})",
      contents: NamedTensors(
        tensors: ["x": .double(Tensor.empty([0, 3])), "y": .float(Tensor.empty([2, 0]))]),
      hex: """
        70000000000000007b2278223a7b226474797065223a22463634222c227368617065223a5b302c33
        5d2c22646174615f6f666673657473223a5b302c305d7d2c2279223a7b226474797065223a224633
        32222c227368617065223a5b322c305d2c22646174615f6f666673657473223a5b302c305d7d7d20
        """),
    ReferenceFile(
      source: #"""
        save({'é\n"/\x01😀': np.array([7], dtype='f4'), 'Z': np.array([8], dtype='f4')},
        {'k': 'a\\"\t\x7f'})
        """#,
      contents: NamedTensors(
        tensors: ["é\n\"/\u{1}😀": .float([7]), "Z": .float([8])],
        metadata: ["k": "a\\\"\t\u{7F}"]),
      hex: """
        a0000000000000007b225f5f6d657461646174615f5f223a7b226b223a22615c5c5c225c747f227d
        2c225a223a7b226474797065223a22463332222c227368617065223a5b315d2c22646174615f6f66
        6673657473223a5b302c345d7d2c22c3a95c6e5c222f5c7530303031f09f9880223a7b2264747970
        65223a22463332222c227368617065223a5b315d2c22646174615f6f666673657473223a5b342c38
        5d7d7d2020202020000000410000e040
        """),
  ]
}
