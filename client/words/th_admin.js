/** What the page says in Thai to those who keep the house, and to who comes with their link. */

/** @satisfies {Record<string, import("./words.js").Phrase>} */
export const thHouse = {
  "house.title": "ดูแลบ้าน",
  "house.invitations": "คำเชิญ",
  "house.invite_text": "ใครที่เปิดลิงก์คำเชิญจะเข้าร่วมหรือสร้างบัญชีได้ภายใน 30 วัน",
  "house.invite": "สร้างลิงก์คำเชิญ",
  "house.shown_once": "คัดลอกลิงก์ตอนนี้: จะแสดงเพียงครั้งเดียว",
  "house.until": "ถึง {time} โดย {name}",
  "house.renew": "ต่ออายุ",
  "house.revoke": "ยกเลิก",
  "house.seen": "ใช้งานเมื่อ {time}",
  "house.not_seen": "ไม่ได้ใช้งานระยะนี้",
  "house.password": "ลิงก์ตั้งรหัสผ่านใหม่",
  "house.password_text": "{name} ถูกออกจากระบบแล้ว ลิงก์นี้ใช้ตั้งรหัสผ่านใหม่ได้หนึ่งครั้งภายในสามวัน",
  "house.make_admin": "ตั้งเป็นผู้ดูแล",
  "house.no_admin": "เลิกเป็นผู้ดูแล",
  "house.export": "ทุกอย่างที่พูด (.tar)",
  "house.rename": "เปลี่ยนชื่อ",
  "house.new_name": "ชื่อใหม่",
  "house.renamed": "{name} เปลี่ยนเป็น {to} แล้ว ใช้รหัสผ่านเดิม",
  "house.remove": "ลบออก",
  "house.ask_remove": "ลบ {name} หรือไม่ บัญชีจะหายไป และไม่มีใครใช้ชื่อนี้ได้อีก",
  "house.words": "ลบทุกอย่างที่พูดและส่งด้วย",
  "house.removed": "ลบ {name} แล้ว",
  "house.nobody_out": "ไม่มีใครถูกจำกัด",
  "reset.title": "ตั้งรหัสผ่านใหม่สำหรับ {name}",
};
