/** What the page says in Thai about what is one's own. */

/** @type {import("./words.js").OwnWords} */
export const thOwn = {
  "device.unknown": "อุปกรณ์ที่ไม่รู้จัก",
  "device.online": "กำลังใช้อยู่",
  "device.used": "ใช้ล่าสุด {time}",
  "device.end": "ออกจากระบบบน {device}",
  "device.end_others": "ออกจากระบบบนอุปกรณ์อื่นทั้งหมด",
  "device.ended": { other: "ออกจากระบบบนอุปกรณ์ {n} เครื่องแล้ว" },
  "data.title": "ดาวน์โหลดข้อมูลของฉัน",
  "data.text": "ไฟล์ .zip ที่มีข้อความและไฟล์: ทุกอย่างที่คุณพูด การสนทนาส่วนตัวของคุณ ไฟล์ที่คุณส่ง และข้อมูลบัญชีของคุณ",
  "data.size": { other: "{n} ไฟล์ ({size}) พร้อมข้อความทั้งหมดของคุณ" },
  "data.words": "ข้อความทั้งหมดของคุณ (คุณไม่ได้ส่งไฟล์ใด)",
  "data.download": "ดาวน์โหลด .zip",
  "delete.title": "ลบบัญชี",
  "delete.text": "บัญชีของคุณจะหายไปจากทุกอุปกรณ์ และจะไม่มีใครใช้ชื่อของคุณพูดแทนคุณได้ การลบนี้ย้อนกลับไม่ได้",
  "delete.choice": "สิ่งที่คุณพูดและส่ง",
  "delete.keep": "เก็บไว้",
  "delete.words": "ลบด้วย",
  "delete.do": "ลบบัญชีของฉัน",
  "delete.running": "กำลังลบสิ่งที่คุณพูด… {done}",
  "delete.goes_on": "คุณปิดหน้านี้ได้ การลบจะดำเนินต่อไปเอง",
  "delete.done": "ลบบัญชีของคุณแล้ว",
  "delete.done_words": "ลบบัญชีและทุกอย่างที่คุณพูดแล้ว แต่อาจยังอยู่ในข้อมูลสำรองที่ทำไว้ก่อนหน้า",
};
