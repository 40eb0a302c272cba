/** What a phone says of people, `Ada changed the group name from "Trip: north"`: nobody is called so. */

/** Verbs of such lines, as the languages write them behind a name. */
const VERBS = new RegExp(
  `(?:^| )(?:${
    [
      "(?:changed|updated|reset) (?:the|this|their|to|your)",
      "(?:created|joined|left) (?:the |this )?group|joined using|added|removed|pinned a|turned (?:on|off)|set the",
      "security code|end-to-end|now an admin|message timer",
      "hat (?:den|die|das|dich|ein)|haben (?:den|die|das)|hast (?:den|die|das)",
      "a (?:changé|créé|ajouté|supprimé|modifié|rejoint)|avez (?:changé|créé|ajouté|modifié)",
      "(?:cambió|cambiaste|creó|añadió|eliminó|agregó)|ha (?:cambiado|creado|añadido)",
      "ha (?:cambiato|modificato|creato|aggiunto|rimosso)|(?:mudou|criou|adicionou|removeu|alterou)",
      "heeft (?:de|het|een)|(?:zmienił|zmieniła|utworzył|utworzyła|dodał|dodała|usunął|usunęła)",
      "(?:змінив|змінила|змінили|створив|створила|додав|додала|вилучив|вилучила)(?:\\(ла\\)|\\(-ла\\))?",
      "(?:изменил|изменила|изменили|создал|создала|добавил|добавила|удалил|удалила)(?:\\(а\\)|\\(-а\\))?",
      "(?:değiştirdi|oluşturdu|ekledi|çıkardı)",
    ].join("|")
  })(?= |$)|(?:เปลี่ยน(?:ชื่อ|หัวข้อ|คำอธิบาย)|สร้างกลุ่ม|更改了|已更改|建立了|创建了|変更しました|변경했습니다)`,
  "u",
);
const PAIRS = ["“”", "„“", "«»", "「」", "『』", "‘’"];

/** True where what stands before the colon is no name. */
export function isSystemLine(name: string): boolean {
  // A quote that does not end before the colon: the colon is in what is quoted.
  if (count(name, '"') % 2 === 1) return true;
  const opened = PAIRS.some(([open, close]) =>
    name.includes(open!) && name.lastIndexOf(close!) <= name.lastIndexOf(open!)
  );
  return opened || VERBS.test(name);
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
