/// Input text on a terminal: no byte of it may move the cursor, set a colour or turn the line around.
enum TerminalEscaping: PhraseStyle {
  static func value(_ value: InputText) -> String {
    HiddenCharacter.shown(in: ValueExcerpt.text(value))
  }

  static func name(_ name: InputText) -> String {
    value(name)
  }

  static func prose(_ text: String) -> String {
    HiddenCharacter.shown(in: text)
  }
}
